namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Checks that the soak's measure detects a leak and ignores noise.</summary>
public sealed class TrendTests
{
    private const int Faults = 32;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Leak_of_a_thread_every_few_faults_is_detected(int every)
        => Assert.True(Trend.Of([.. Noise(seed: every).Select((noise, fault) => noise + (fault / every))]).IsSteeperThan(0.1));

    [Fact]
    public void Noise_is_not_growth()
        => Assert.All(Enumerable.Range(0, 100), seed => Assert.False(Trend.Of([.. Noise(seed)]).IsSteeperThan(0.1)));

    /// <summary>Generates noise of up to three at each fault.</summary>
    private static IEnumerable<double> Noise(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Faults).Select(_ => 24 + random.Next(-3, 4)).Select(value => (double)value);
    }
}
