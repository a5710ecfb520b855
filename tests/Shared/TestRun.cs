namespace Lti.Storage.TestRuns;

/// <summary>Describes how much of the tests this run includes, and how long a test may take.</summary>
internal static class TestRun
{
    private static readonly bool _hasLongFaults = Has("LTI_FAULTS", "long");

    /// <summary>Gets whether the run includes the tests with <see cref="FullRunAttribute"/>.</summary>
    /// <remarks>It does under <c>CI=true</c>, <c>LTI_TESTS=all</c> and <c>LTI_FAULTS=long</c>.</remarks>
    public static bool IsFull { get; } = Has("CI", "true") || Has("LTI_TESTS", "all") || _hasLongFaults;

    /// <summary>Returns the timeout in milliseconds of a test that sets none.</summary>
    /// <remarks>A busy machine must not fail a test, so the timeout only ends a test that hangs.</remarks>
    public static int Timeout(bool isOfFullRun)
    {
        var timeout = _hasLongFaults ? TimeSpan.FromHours(4) : TimeSpan.FromMinutes(isOfFullRun ? 15 : 5);
        return (int)timeout.TotalMilliseconds;
    }

    private static bool Has(string variable, string value)
        => string.Equals(Environment.GetEnvironmentVariable(variable), value, StringComparison.OrdinalIgnoreCase);
}
