namespace Lti.Storage.Hosting.Internal.Health;

/// <summary>
/// Asks the storage something cheap that no cache answers. One question at a time: where the storage does not answer, those who ask again wait for the
/// same answer, and take no connection of the pool for it.
/// </summary>
internal sealed class StorageProbe(ILtiStorage storage)
{
    private readonly Lock _asking = new();
    private Task<SchemaStatus?>? _answer;

    /// <summary>The state of the schema, or null where the storage has none.</summary>
    public Task<SchemaStatus?> AskAsync()
    {
        lock (_asking)
        {
            if (_answer is { IsCompleted: false })
            {
                return _answer;
            }

            // Who asked may have gone before an error came.
            _ = _answer?.Exception;
            return _answer = QueryAsync();
        }
    }

    private async Task<SchemaStatus?> QueryAsync()
    {
        var versioned = storage.FindLayer<IVersionedStorage>();
        var status = versioned is null ? null : await versioned.Schema.GetStatusAsync(CancellationToken.None).ConfigureAwait(false);
        if (status is null or { IsUsable: true })
        {
            await storage.FindRegistrationSessionAsync(Guid.NewGuid(), CancellationToken.None).ConfigureAwait(false);
        }

        return status;
    }
}
