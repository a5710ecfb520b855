namespace Lti.Storage.Benchmarks.Tests;

public sealed class IntervalTests
{
    [Fact]
    public void What_a_round_has_for_all_alike_falls_out_of_the_ratio()
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
    public void The_bounds_are_those_of_Students_t()
    {
        // Logarithms -0.2 … 0.2: mean 0, deviation 0.1581, over the root of 5 0.0707, times 2.776.
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
    public void The_quantiles_are_those_of_the_tables(int degrees, double quantile)
        => Assert.Equal(quantile, Interval.Student(degrees), tolerance: quantile / 100);
}
