namespace Lti.Storage.Benchmarks.Tests;

/// <summary>What passes for growth, by figures made up.</summary>
public sealed class GaugeTests
{
    private const int Samples = 120;

    private static readonly Gauge _gauge = new("figure", IsBytes: false, Tolerance: 0.1, Slack: 5);

    [Fact]
    public void A_steady_rise_through_the_second_half_grows() => Assert.True(Judge(i => 1000 + (5 * i)).Grows);

    [Fact]
    public void A_steady_rise_grows_though_each_sample_is_noisy()
    {
        var noise = Noise(seed: 1);

        Assert.True(Judge(i => 1000 + (5 * i) + (100 * noise())).Grows);
    }

    [Fact]
    public void A_slow_rise_that_adds_up_to_more_than_is_allowed_grows() => Assert.True(Judge(i => 1000 + (2.5 * i)).Grows);

    [Fact]
    public void A_rise_within_what_is_allowed_does_not() => Assert.False(Judge(i => 1000 + i).Grows);

    [Fact]
    public void A_rise_that_is_over_before_the_half_does_not() => Assert.False(Judge(i => Math.Min(i, 50) * 100).Grows);

    [Fact]
    public void Nothing_does_where_all_samples_are_the_same() => Assert.False(Judge(_ => 12).Grows);

    [Fact]
    public void A_fall_does_not() => Assert.False(Judge(i => 5000 - (10 * i)).Grows);

    [Fact]
    public void Small_figures_may_rise_by_the_slack() => Assert.False(Judge(i => 10 + (i > 90 ? 4 : 0)).Grows);

    [Theory]
    [InlineData(7)]
    [InlineData(13)]
    [InlineData(29)]
    public void A_sawtooth_as_of_collections_and_vacuums_does_not(int period) => Assert.False(Judge(i => 1000 + (50 * (i % period))).Grows);

    [Fact]
    public void A_few_wild_samples_at_the_end_do_not_move_it() => Assert.False(Judge(i => i > 110 && i % 2 == 0 ? 1_000_000 : 1000).Grows);

    [Fact]
    public void A_rise_is_not_hidden_by_a_few_low_samples_at_the_end() => Assert.True(Judge(i => i > 112 ? 0 : 1000 + (10 * i)).Grows);

    [Fact]
    public void Noise_alone_passes_for_growth_in_none_of_a_thousand_runs()
        => Assert.Equal(0, Enumerable.Range(0, 1000).Count(seed =>
        {
            var noise = Noise(seed);
            return Judge(_ => 1000 + (300 * noise())).Grows;
        }));

    [Fact]
    public void The_rise_is_that_of_the_line_through_the_samples()
    {
        var trend = Trend.Of([.. Enumerable.Range(0, 60).Select(i => 10.0 + (2 * i))]);

        Assert.Equal((118, 118), (trend.Rise, trend.LeastRise));
    }

    private static GaugeVerdict Judge(Func<int, double> figure) => _gauge.Judge([.. Enumerable.Range(0, Samples).Select(figure)]);

    // From -1 to 1, the same in every run.
    private static Func<double> Noise(int seed)
    {
        var random = new Random(seed);
        return () => (2 * random.NextDouble()) - 1;
    }
}
