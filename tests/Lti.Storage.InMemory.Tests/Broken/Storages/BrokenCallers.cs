namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks the rules about the caller's context (E9) and disposal (E10).</summary>
internal static class BrokenCallers
{
    [Breaks("E9")]
    public sealed class CleanupGoesOnInTheCallersContext(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return await Inner.CleanupAsync(cancellationToken);
        }
    }

    [Breaks("E9")]
    public sealed class ListingGoesOnInTheCallersContext(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override async IAsyncEnumerable<LtiClient> ListClientsAsync(
            ClientKey? after = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            await foreach (var client in Inner.ListClientsAsync(after, cancellationToken))
            {
                yield return client;
            }
        }
    }

    [Breaks("E10")]
    public sealed class SecondDisposalFails(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        private bool _isDisposed;
        private bool _hasFailed;

        public override ValueTask DisposeAsync()
        {
            if (_isDisposed && !_hasFailed)
            {
                _hasFailed = true;
                throw new LtiStorageUnavailableException("The storage is disposed.", LtiWorkOutcome.NotApplied);
            }

            _isDisposed = true;
            return base.DisposeAsync();
        }
    }
}
