namespace Lti.Storage.Benchmarks.Tests;

public sealed class BesideCleanupTests
{
    [Theory]
    [InlineData("within", false, new[] { 1, 1.1, 0.9, 1.2 })]
    [InlineData("over it, within noise", false, new[] { 1, 9, 2, 2.5 })]
    [InlineData("**over it**", true, new[] { 3, 3.1, 2.9, 3 })]
    public void It_is_over_its_budget_beyond_what_noise_explains(string verdict, bool isOver, double[] ratios)
    {
        var waits = Of(ratios);

        Assert.Equal((verdict, isOver), (waits.Verdict, waits.IsOver));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fewer_than_two_rounds_say_nothing(int rounds)
    {
        var waits = Of([.. Enumerable.Repeat(9.0, rounds)]);

        Assert.Null(waits.Ratio);
        Assert.Equal(("too few rounds to say", false), (waits.Verdict, waits.IsOver));
        Assert.DoesNotContain("NaN", ScaleTable.Of(waits), StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_tells_how_many_were_removed_of_how_many()
        => Assert.Contains("| 3 | 352,000 of 1,000,000 | 100 µs | 200 µs | 2.00 ", ScaleTable.Of(Of([2, 2, 2])), StringComparison.Ordinal);

    [Theory]
    [InlineData(100_000, 12, 12)]
    [InlineData(500_000, 9, 50)]
    [InlineData(1_000_000_000, 9, 100)]
    [InlineData(1_000_000, 120, 120)]
    public void More_rows_to_remove_have_more_rounds_up_to_a_bound(int expired, int rounds, int most)
        => Assert.Equal(most, CleanupBesideTraffic.MostRounds(expired, rounds));

    private static BesideCleanup Of(double[] ratios) => new([.. ratios.Select(_ => 100.0)], [.. ratios.Select(ratio => 100 * ratio)], Removed: 352_000, Expired: 1_000_000);
}
