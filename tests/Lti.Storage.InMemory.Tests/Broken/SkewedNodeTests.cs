using Lti.Storage.Conformance.Suite;
using Lti.Storage.InMemory.Tests.Conformance;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Tests that the suite notices a second node that takes its caller's clock for the storage's (rule E7).</summary>
public sealed class SkewedNodeTests
{
    [Fact]
    public async Task Node_that_compares_an_expiry_with_its_callers_clock_fails()
        => Assert.NotNull(await RunAsync(static (storage, clock) => new ComparesWithCallersClock(storage, clock)));

    [Fact]
    public async Task Node_that_returns_an_expiry_by_another_clock_fails()
        => Assert.NotNull(await RunAsync(static (storage, _) => new PassesOn(storage)));

    [Fact]
    public async Task Node_that_returns_the_remaining_lifetime_by_its_callers_clock_passes()
        => Assert.Null(await RunAsync(static (storage, clock) => new ReturnsByCallersClock(storage, clock)));

    private static async Task<Exception?> RunAsync(Func<ILtiStorage, TimeProvider, ILtiStorage> secondNode)
    {
        const string Name = nameof(
            LifetimeConformance.Nodes_whose_callers_have_different_clocks_agree_on_each_expiry_and_return_it_by_their_own_clock);
        var test = Assert.Single(await SuiteTest.All, test => test.Class == typeof(InMemoryLifetimeTests) && test.Method.Name == Name);
        return await test.RunAsync(new InMemoryFixture { SecondNode = secondNode });
    }

    private sealed class PassesOn(ILtiStorage inner) : DelegatingLtiStorage(inner);

    private class ReturnsByCallersClock(ILtiStorage inner, TimeProvider clock) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(id, cancellationToken) is { } found ? found with { ExpiresAt = found.ExpiresAt + ConformanceTest.Skew } : null;

        protected DateTimeOffset Now => clock.GetUtcNow();
    }

    private sealed class ComparesWithCallersClock(ILtiStorage inner, TimeProvider clock) : ReturnsByCallersClock(inner, clock)
    {
        public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => await Inner.FindSessionAsync(id, cancellationToken) is { } found && found.ExpiresAt > Now
                ? await base.FindSessionAsync(id, cancellationToken)
                : null;
    }
}
