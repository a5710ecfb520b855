using System.Globalization;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Chooses between the short form of every run and the long form (<c>LTI_FAULTS=long</c>).</summary>
/// <remarks>
/// The short form asserts that nothing is lost, doubled or left behind. The long form runs for longer and also asserts durations and
/// percentiles.
/// </remarks>
internal static class FaultRun
{
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("LTI_FAULTS") == "long";

    /// <summary>Returns the number for the current form.</summary>
    public static int Times(int shortly, int longly) => IsLong ? longly : shortly;

    /// <summary>Creates random numbers from a printed seed. Set <c>LTI_FAULTS_SEED</c> to use the same seed again.</summary>
    public static Random Random()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LTI_FAULTS_SEED"), CultureInfo.InvariantCulture, out var given) ? given : System.Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"LTI_FAULTS_SEED={seed}");
        return new Random(seed);
    }

    /// <summary>Prints a figure for the documentation.</summary>
    public static void Note(string figure) => TestContext.Current.TestOutputHelper?.WriteLine(figure);
}
