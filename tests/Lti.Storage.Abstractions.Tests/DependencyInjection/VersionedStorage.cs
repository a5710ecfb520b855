using Lti.Storage.Abstractions.Tests.Provider;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>Records the schema calls at the start and their token.</summary>
internal sealed class VersionedStorage() : DelegatingLtiStorage(new RecordingProvider()), IStorageSchema
{
    public List<(SchemaOnStart Action, CancellationToken Token)> Starts { get; } = [];

    public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("No start asks for it.");

    public Task CheckAsync(CancellationToken cancellationToken = default)
    {
        Starts.Add((SchemaOnStart.Check, cancellationToken));
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default)
    {
        Starts.Add((SchemaOnStart.Migrate, cancellationToken));
        return Task.FromResult<IReadOnlyList<int>>([]);
    }
}
