namespace Lti.Storage.Benchmarks.Tests;

public sealed class CompareVerdictTests
{
    [Theory]
    [InlineData(3.2, 3.1, 3.3, "holds", false)]
    [InlineData(2.9, 2.7, 3.1, "missed within noise", false)]
    [InlineData(2.5, 2.4, 2.6, "**missed**", true)]
    public void Ratio_below_its_budget_is_missed_only_beyond_noise(double ratio, double low, double high, string word, bool isMissed)
    {
        var verdicts = CompareVerdict.Of([Result("way", "provider-cached", 32, ratio, low, high)]);

        Assert.Contains("| 32 | provider-cached | at least 3 × the floor |", CompareVerdict.Table(verdicts), StringComparison.Ordinal);
        Assert.Contains($"| {word} |", CompareVerdict.Table(verdicts), StringComparison.Ordinal);
        Assert.Equal(isMissed, verdicts.Any(verdict => verdict.IsMissed));
    }

    [Theory]
    [InlineData(0.95, 0.90, 1.00, true)]
    [InlineData(0.80, 0.70, 0.95, false)]
    [InlineData(0.80, 0.75, 0.85, false)]
    public void Time_is_the_inverse_of_the_ratio(double ratio, double low, double high, bool holds)
    {
        var verdict = CompareVerdict.Of([Result("find-client", "provider", 1, ratio, low, high)]).Single(one => one.Budget.Contains("time", StringComparison.Ordinal));

        Assert.Equal((holds, 1 / high <= 1.10), (verdict.Holds, verdict.MayHold));
    }

    [Theory]
    [InlineData(3_000, true)]
    [InlineData(3_025, false)]
    public void Bytes_are_compared_with_those_of_the_floor(double bytes, bool holds)
    {
        var verdicts = CompareVerdict.Of(
        [
            Result("find-client", Contender.Floor, 32) with { AllocatedBytes = 2_000 },
            Result("find-client", Contender.Floor, 200) with { AllocatedBytes = 9_000 },
            Result("find-client", "provider", 32) with { AllocatedBytes = bytes },
        ]);

        Assert.Equal(holds, verdicts.Single(one => one.Budget.Contains("more than the floor", StringComparison.Ordinal)).Holds);
    }

    [Fact]
    public void Rate_depends_on_the_machine_and_fails_no_run()
    {
        var slow = CompareVerdict.Of([Result("way", "provider-cached", 200, ratio: 6, low: 6, high: 6) with { OpsPerSecond = 100 }]);

        Assert.Contains(slow, verdict => !verdict.Holds && verdict.DependsOnMachine);
        Assert.DoesNotContain(slow, verdict => verdict.IsMissed);
    }

    [Fact]
    public void Every_budget_is_of_a_known_operation_and_contender()
        => Assert.All(CompareBudget.All, budget =>
        {
            Assert.Contains(Benchmarks.Operations.All, operation => operation.Name == budget.Operation);
            Assert.Contains(budget.Contender, Contender.Names, StringComparer.Ordinal);
        });

    [Fact]
    public void Operation_without_a_budget_has_no_table()
        => Assert.Equal("", CompareVerdict.Table(CompareVerdict.Of([Result("store-nonce", "provider-cached", 32)])));

    private static ComparedResult Result(string operation, string contender, int callers, double ratio = 1, double low = 1, double high = 1)
        => new(operation, contender, callers, 10_000, 1, 1, 10_000, 1, ratio, low, high, 1, 1, 5);
}
