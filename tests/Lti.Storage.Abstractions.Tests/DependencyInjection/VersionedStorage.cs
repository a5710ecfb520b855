using Lti.Storage.Abstractions.Tests.Provider;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>Notes that it was started, and by whose token.</summary>
internal sealed class VersionedStorage() : DelegatingLtiStorage(new RecordingProvider()), IVersionedStorage
{
    public List<CancellationToken> Starts { get; } = [];

    public IStorageSchema Schema => throw new NotSupportedException("A start is enough for this test.");

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        Starts.Add(cancellationToken);
        return Task.CompletedTask;
    }
}
