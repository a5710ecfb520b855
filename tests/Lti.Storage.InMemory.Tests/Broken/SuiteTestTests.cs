using Lti.Storage.Conformance.Coverage;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Tests the runner: it runs every test and does not report its own failure as a test's failure.</summary>
public sealed class SuiteTestTests
{
    public static TheoryData<string> Suites { get; } = [.. SuiteCoverage.Suites.Select(suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task An_unbroken_storage_passes_every_test(string suite)
    {
        var fixture = new InMemoryFixture();
        var tests = (await SuiteTest.All).Where(test => test.Class.BaseType!.Name == suite).ToList();

        Assert.NotEmpty(tests);
        foreach (var test in tests)
        {
            Assert.Null(await test.RunAsync(fixture));
        }
    }

    [Fact]
    public async Task Every_rule_that_applies_has_an_example()
    {
        var rules = (await SuiteTest.All).Where(test => !test.IsGenerated).SelectMany(test => test.Rules);

        Assert.Empty(Contract.Rules.Except([.. Contract.ProvedByProviders, .. rules], StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_row_of_a_theory_is_a_separate_test()
    {
        var rows = (await SuiteTest.All).Where(test => test.Method.GetParameters().Length > 0).ToList();

        Assert.All(rows, row => Assert.Equal(row.Method.GetParameters().Length, row.Arguments.Length));
        Assert.Equal(rows.Count, rows.Select(row => (row.Class, row.Method.Name, string.Join('|', row.Arguments.Select(argument => argument ?? "null")))).Distinct().Count());
        Assert.Equal(36, rows.Count(row => row.Method.Name == "A_call_with_a_cancelled_token_throws_operation_canceled"));
    }

    [Fact]
    public async Task A_failed_assertion_is_the_tests_failure()
    {
        var test = await TestOfAsync("A_replay_is_refused_and_adds_no_second_session");

        Assert.IsType<Xunit.Sdk.IAssertionException>(await test.RunAsync(BrokenStorage.Of("L5: ABadNonceLeavesTheSession").Fixture()), exactMatch: false);
    }

    [Fact]
    public async Task An_error_of_a_fixture_is_not_reported_as_a_tests_failure()
    {
        var test = await TestOfAsync("A_launch_with_an_unused_nonce_consumes_it_and_adds_the_session");
        var fixture = new InMemoryFixture { Around = static (_, _) => throw new NotSupportedException("No storage today.") };

        await Assert.ThrowsAsync<NotSupportedException>(() => test.RunAsync(fixture));
    }

    [Fact]
    public async Task An_unexpected_exception_is_not_reported_as_a_tests_failure()
    {
        var test = await TestOfAsync("A_launch_with_an_unused_nonce_consumes_it_and_adds_the_session");
        var fixture = new InMemoryFixture { Around = static (storage, _) => new Unfinished(storage) };

        await Assert.ThrowsAsync<NotSupportedException>(() => test.RunAsync(fixture));
    }

    private static async Task<SuiteTest> TestOfAsync(string name) => Assert.Single(await SuiteTest.All, test => test.Method.Name == name);

    private sealed class Unfinished(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => throw new NotSupportedException("Not written yet.");
    }
}
