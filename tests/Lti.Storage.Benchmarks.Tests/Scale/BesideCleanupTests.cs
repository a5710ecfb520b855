namespace Lti.Storage.Benchmarks.Tests;

public sealed class BesideCleanupTests
{
    [Theory]
    [InlineData("within budget", false, new[] { 1, 1.1, 0.9, 1.2 })]
    [InlineData("over budget within noise", false, new[] { 1, 9, 2, 2.5 })]
    [InlineData("**over budget**", true, new[] { 3, 3.1, 2.9, 3 })]
    public void Latency_exceeds_the_budget_only_beyond_noise(string verdict, bool isOver, double[] ratios)
    {
        var waits = Of(ratios);

        Assert.Equal((verdict, isOver), (waits.Verdict, waits.IsOver));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_than_two_rounds_have_no_verdict(int rounds)
    {
        var waits = Of([.. Enumerable.Repeat(9.0, rounds)]);

        Assert.Null(waits.Ratio);
        Assert.Equal(("too few rounds", false), (waits.Verdict, waits.IsOver));
        Assert.DoesNotContain("NaN", ScaleTable.Of(waits), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_shows_removed_and_expired_rows()
        => Assert.Contains("| 3 | 352,000 of 1,000,000 | 100 µs | 200 µs | 2.00 ", ScaleTable.Of(Of([2, 2, 2])), StringComparison.Ordinal);

    [Theory]
    [InlineData(100_000, 12, 12)]
    [InlineData(500_000, 9, 50)]
    [InlineData(1_000_000_000, 9, 100)]
    [InlineData(1_000_000, 120, 120)]
    public void More_expired_rows_get_more_rounds_up_to_a_bound(int expired, int rounds, int most)
        => Assert.Equal(most, CleanupBesideTraffic.MostRounds(expired, rounds));

    private static BesideCleanup Of(double[] ratios) => new([.. ratios.Select(_ => 100.0)], [.. ratios.Select(ratio => 100 * ratio)], Removed: 352_000, Expired: 1_000_000);
}
