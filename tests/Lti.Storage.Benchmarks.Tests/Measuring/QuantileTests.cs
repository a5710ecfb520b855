namespace Lti.Storage.Benchmarks.Tests;

public sealed class QuantileTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 2.5)]
    [InlineData(0.99, 3.97)]
    [InlineData(1, 4)]
    public void Quantile_interpolates_between_the_two_nearest_figures(double quantile, double expected)
        => Assert.Equal(expected, Quantile.Of([4, 1, 3, 2], quantile), tolerance: 1e-9);

    [Fact]
    public void Quantile_of_one_figure_is_that_figure() => Assert.Equal(7, Quantile.Of([7], 0.99));
}
