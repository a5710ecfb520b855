namespace Lti.Storage.Benchmarks.Tests;

public sealed class IntervalTests
{
    [Fact]
    public void Ratio_ignores_load_that_affects_a_whole_round()
    {
        double[] floor = [100, 400, 50, 1000, 10];

        var ratio = Interval.OfRatios([.. floor.Select(figure => figure * 1.5)], floor);

        Assert.Equal(1.5, ratio.Value, tolerance: 1e-9);
        Assert.Equal(1.5, ratio.Low, tolerance: 1e-9);
        Assert.Equal(1.5, ratio.High, tolerance: 1e-9);
    }

    [Fact]
    public void Twice_as_fast_and_half_as_fast_cancel_out()
        => Assert.Equal(1, Interval.OfRatios([200, 50], [100, 100]).Value, tolerance: 1e-9);

    [Fact]
    public void Bounds_follow_Students_t()
    {
        // Logarithms from -0.2 to 0.2: mean 0 and deviation 0.1581. Divided by the root of 5: 0.0707. Times 2.776.
        double[] ratios = [Math.Exp(-0.2), Math.Exp(-0.1), 1, Math.Exp(0.1), Math.Exp(0.2)];

        var ratio = Interval.OfRatios(ratios, [1, 1, 1, 1, 1]);

        Assert.Equal(1, ratio.Value, tolerance: 1e-9);
        Assert.Equal(Math.Exp(0.19633), ratio.High, tolerance: 1e-3);
        Assert.Equal(Math.Exp(-0.19633), ratio.Low, tolerance: 1e-3);
    }

    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(3, 3.182)]
    [InlineData(4, 2.776)]
    [InlineData(8, 2.306)]
    [InlineData(19, 2.093)]
    [InlineData(100, 1.984)]
    public void Quantiles_equal_those_of_published_tables(int degrees, double quantile)
        => Assert.Equal(quantile, Interval.Student(degrees), tolerance: quantile / 100);
}
