namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>The measure of the soak sees what is left behind, and nothing in what comes and goes.</summary>
public sealed class TrendTests
{
    private const int Faults = 32;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void A_thread_left_behind_at_every_few_faults_is_seen(int every)
        => Assert.True(Trend.Of([.. Noise(seed: every).Select((noise, fault) => noise + (fault / every))]).IsSteeperThan(0.1));

    [Fact]
    public void What_comes_and_goes_is_no_growth()
        => Assert.All(Enumerable.Range(0, 100), seed => Assert.False(Trend.Of([.. Noise(seed)]).IsSteeperThan(0.1)));

    /// <summary>Three more or less at each fault.</summary>
    private static IEnumerable<double> Noise(int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Faults).Select(_ => 24 + random.Next(-3, 4)).Select(value => (double)value);
    }
}
