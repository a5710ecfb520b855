using System.Collections.Concurrent;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class OperationTests
{
    public static TheoryData<string> Names => [.. Benchmarks.Operations.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Caller_passes_a_cancellable_token(string name)
    {
        var operation = Benchmarks.Operations.All.First(known => known.Name == name);
        var storage = new Watched();
        await operation.PrepareAsync(await StorageRows.FillAsync(storage, TestContext.Current.CancellationToken), 4, TestContext.Current.CancellationToken);
        storage.Tokens.Clear();

        var taken = await new Slice(callers: 2, calls: 4, Timeout.InfiniteTimeSpan).RunAsync(operation, new StorageContender(storage));

        Assert.Equal(4, taken.Calls);
        Assert.All(storage.Tokens, token => Assert.True(token.CanBeCanceled));
        Assert.Equal(2, storage.Tokens.Distinct().Count());
    }

    private sealed class Watched() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public ConcurrentBag<CancellationToken> Tokens { get; } = [];

        public override ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
            => base.FindClientAsync(issuer, clientId, Seen(cancellationToken));

        public override ValueTask<ResolvedLogin> ResolveLoginAsync(
            string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
            => base.ResolveLoginAsync(issuer, clientId, deploymentId, Seen(cancellationToken));

        public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => base.BeginLoginAsync(login, lifetime, Seen(cancellationToken));

        public override ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
            => base.FindLoginAsync(state, Seen(cancellationToken));

        public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
            => base.FindLaunchAsync(key, Seen(cancellationToken));

        public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => base.StoreNonceAsync(nonce, lifetime, Seen(cancellationToken));

        public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
            => base.ConsumeNonceAsync(nonce, Seen(cancellationToken));

        public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => base.ClaimNonceAsync(nonce, lifetime, Seen(cancellationToken));

        public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => base.AddSessionAsync(session, lifetime, Seen(cancellationToken));

        public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => base.FindSessionAsync(id, Seen(cancellationToken));

        public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => base.DeleteSessionAsync(id, Seen(cancellationToken));

        public override ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => base.CompleteLaunchAsync(nonce, session, lifetime, Seen(cancellationToken));

        public override ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
            => base.CompleteLaunchAsync(login, session, lifetime, Seen(cancellationToken));

        public override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
            => base.ConsumeRegistrationSessionAsync(id, Seen(cancellationToken));

        private CancellationToken Seen(CancellationToken token)
        {
            Tokens.Add(token);
            return token;
        }
    }
}
