namespace Lti.Storage.Benchmarks.Tests;

public sealed class GrowthTests
{
    private static readonly Series _series = new("call", 1, new Budget(OnServer: 2, InMemory: 10), (_, _) => Task.CompletedTask);

    [Fact]
    public void Tenfold_time_in_every_round_exceeds_the_budget()
        => Assert.True(Of(ScaleOptions.PostgreSql, [100, 200, 50, 100, 100], [1000, 2000, 500, 1000, 1100]).IsTooMuch);

    [Fact]
    public void Outlier_round_does_not_exceed_the_budget()
        => Assert.False(Of(ScaleOptions.PostgreSql, [100, 100, 100, 100, 100], [110, 100, 9000, 100, 105]).IsTooMuch);

    [Fact]
    public void In_memory_storage_has_its_own_budget()
        => Assert.False(Of(ScaleOptions.InMemory, [1, 1, 1, 1, 1], [4, 5, 4, 5, 4]).IsTooMuch);

    [Fact]
    public void Sizes_are_powers_of_ten_up_to_the_maximum()
    {
        Assert.Equal([1_000, 10_000, 100_000, 1_000_000], Options(1_000_000).Sizes);
        Assert.Equal([1_000, 10_000, 25_000], Options(25_000).Sizes);
        Assert.Equal(1_000_000_000, Options(1_000_000_000).Sizes[^1]);
    }

    private static ScaleOptions Options(int maxRows) => new(maxRows, ScaleOptions.DefaultRounds, ScaleOptions.AllStorages, Json: null, Plots: null);

    private static Growth Of(string storage, double[] few, double[] many) => new(_series, storage, [1_000, 1_000_000], [few, many]);
}
