using System.Globalization;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// How far the tests of this folder go. The short form, which every run has, asserts what was lost, doubled or left behind; the long one
/// (<c>LTI_FAULTS=long</c>) goes on for longer and asserts seconds and percentiles too.
/// </summary>
internal static class FaultRun
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("LTI_FAULTS") == "long";

    /// <summary>The number for the short form, or for the long one.</summary>
    public static int Times(int shortly, int longly) => IsLong ? longly : shortly;

    /// <summary>Random numbers of a seed that is printed, and that <c>LTI_FAULTS_SEED</c> retries.</summary>
    public static Random Random()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LTI_FAULTS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : System.Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"LTI_FAULTS_SEED={seed}");
        return new Random(seed);
    }

    /// <summary>A figure for the documentation.</summary>
    public static void Note(string figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure);
}
