using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests that each operation keeps each lifetime exactly and has its own default (rule E7).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class LifetimeConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    /// <summary>The names of all operations with a lifetime.</summary>
    public static TheoryData<string> OperationNames { get; } = [.. Lifetime.All.Select(operation => operation.Name)];

    /// <inheritdoc/>
    protected override LtiStorageOptions Options { get; } = new()
    {
        NonceLifetime = TimeSpan.FromMinutes(7),
        SessionLifetime = TimeSpan.FromMinutes(73),
        RegistrationSessionLifetime = TimeSpan.FromMinutes(11),
    };

    [Theory, Rule("E7", "N1", "N5", "G1", "S1", "S3", "L5", "G3", "R1")]
    [MemberData(nameof(OperationNames))]
    public async Task Entry_without_a_lifetime_lives_as_long_as_the_option_says(string name)
    {
        var operation = Lifetime.All.Single(operation => operation.Name == name);
        await Environment.FreezeAsync();

        await AssertLivesAsync(operation, given: null, operation.Default(Options));
    }

    [Theory, Rule("E7", "N1", "N5", "G1", "S1", "S3", "L5", "G3", "R1")]
    [MemberData(nameof(OperationNames))]
    public async Task Entry_lives_exactly_as_long_as_the_given_lifetime(string name)
    {
        var operation = Lifetime.All.Single(operation => operation.Name == name);
        await Environment.FreezeAsync();
        TimeSpan[] lifetimes =
        [
            TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(90) + Environment.ClockStep, TimeSpan.FromMinutes(61), TimeSpan.FromHours(25),
            TimeSpan.FromDays(367), LtiLimits.MaxLifetime,
        ];
        foreach (var lifetime in lifetimes)
        {
            await AssertLivesAsync(operation, lifetime, lifetime);
        }
    }

    [Fact, Rule("E7", "N1", "S1")]
    public async Task Nodes_whose_callers_have_different_clocks_agree_on_each_expiry_and_return_it_by_their_own_clock()
    {
        await Environment.FreezeAsync();
        var second = await OpenSecondNodeAsync(Environment);
        var (here, there) = (Environment.CallerClock, new SkewedClock(Environment.CallerClock, second == Storage ? TimeSpan.Zero : Skew));
        var (session, other, nonce, claimed) = (Any.Session(), Any.Session(), Any.Nonce(), Any.Nonce());
        await Storage.AddSessionAsync(session, _hour, Token);
        await second.AddSessionAsync(other, _hour, Token);
        await Storage.StoreNonceAsync(nonce, _hour, Token);
        await second.ClaimNonceAsync(claimed, _hour, Token);

        await Environment.PassAsync(_hour / 2);
        await AssertRemainsAsync(Storage, other.Id, here);
        await AssertRemainsAsync(second, session.Id, there);
        await Environment.PassAsync((_hour / 2) - Environment.ClockStep);
        Assert.Equal(session, await second.FindSessionAsync(session.Id, Token));
        Assert.Equal(other, await Storage.FindSessionAsync(other.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await second.ConsumeNonceAsync(nonce, Token));
        Assert.Equal(NonceOutcome.AlreadyUsed, await Storage.ConsumeNonceAsync(claimed, Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Null(await second.FindSessionAsync(session.Id, Token));
        Assert.Null(await Storage.FindSessionAsync(other.Id, Token));
        Assert.Equal(NonceOutcome.Expired, await second.ConsumeNonceAsync(nonce, Token));
        Assert.Equal(NonceOutcome.Expired, await Storage.ConsumeNonceAsync(claimed, Token));

        async Task AssertRemainsAsync(ILtiStorage node, Guid id, TimeProvider clock)
        {
            var before = clock.GetUtcNow();
            var found = await node.FindSessionAsync(id, Token);
            Assert.NotNull(found);
            Assert.InRange(
                found.ExpiresAt!.Value, before + (_hour / 2) - Environment.ClockStep, clock.GetUtcNow() + (_hour / 2) + Environment.ClockStep);
        }
    }

    private async Task AssertLivesAsync(Lifetime operation, TimeSpan? given, TimeSpan expected)
    {
        var isUnexpired = await operation.BeginAsync(Storage, given);
        await Environment.PassAsync(expected - Environment.ClockStep);
        Assert.True(await isUnexpired(), $"{operation} with {given?.ToString() ?? "no"} lifetime expired before {expected}.");
        await Environment.PassAsync(Environment.ClockStep);
        Assert.False(await isUnexpired(), $"{operation} with {given?.ToString() ?? "no"} lifetime lives longer than {expected}.");
    }
}
