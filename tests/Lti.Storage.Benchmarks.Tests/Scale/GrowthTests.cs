namespace Lti.Storage.Benchmarks.Tests;

public sealed class GrowthTests
{
    private static readonly Series _series = new("call", 1, new Budget(OnServer: 2, InMemory: 10), (_, _) => Task.CompletedTask);

    [Fact]
    public void What_takes_ten_times_as_long_in_every_round_grows()
        => Assert.True(Of(ScaleOptions.PostgreSql, [100, 200, 50, 100, 100], [1000, 2000, 500, 1000, 1100]).IsTooMuch);

    [Fact]
    public void What_is_over_its_budget_in_a_single_wild_round_does_not()
        => Assert.False(Of(ScaleOptions.PostgreSql, [100, 100, 100, 100, 100], [110, 100, 9000, 100, 105]).IsTooMuch);

    [Fact]
    public void A_storage_in_memory_has_a_budget_of_its_own()
        => Assert.False(Of(ScaleOptions.InMemory, [1, 1, 1, 1, 1], [4, 5, 4, 5, 4]).IsTooMuch);

    [Fact]
    public void Rows_go_up_in_powers_of_ten_to_the_most()
    {
        Assert.Equal([1_000, 10_000, 100_000, 1_000_000], Options(1_000_000).Sizes);
        Assert.Equal([1_000, 10_000, 25_000], Options(25_000).Sizes);
        Assert.Equal(1_000_000_000, Options(1_000_000_000).Sizes[^1]);
    }

    private static ScaleOptions Options(int maxRows) => new(maxRows, ScaleOptions.DefaultRounds, ScaleOptions.AllStorages, Json: null, Plots: null);

    private static Growth Of(string storage, double[] few, double[] many) => new(_series, storage, [1_000, 1_000_000], [few, many]);
}
