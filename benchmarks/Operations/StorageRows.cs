namespace Lti.Storage.Benchmarks;

/// <summary>Fills a storage with <see cref="Stock"/> through its own interface.</summary>
internal sealed class StorageRows : IRows
{
    private readonly ILtiStorage? _storage;

    private StorageRows(ILtiStorage? storage, IReadOnlyList<Guid> sessions)
    {
        _storage = storage;
        Sessions = sessions;
    }

    public static StorageRows None { get; } = new(storage: null, []);

    public IReadOnlyList<Guid> Sessions { get; }

    /// <summary>Returns the same rows in a copy of the data.</summary>
    public StorageRows In(ILtiStorage copy) => new(copy, Sessions);

    public static async Task<StorageRows> FillAsync(ILtiStorage storage, CancellationToken cancellationToken)
    {
        for (var client = 1; client <= Stock.Clients; client++)
        {
            await storage.SaveLaunchConfigAsync(Stock.Key(client), Keys.Endpoints, cancellationToken: cancellationToken);
        }

        var sessions = Stock.NewSessions(Stock.Sessions);
        foreach (var session in sessions)
        {
            await storage.AddSessionAsync(session, cancellationToken: cancellationToken);
        }

        var rows = new StorageRows(storage, [.. sessions.Select(session => session.Id)]);
        await rows.AddNoncesAsync(Stock.NewNonces(Stock.Nonces), cancellationToken);
        await rows.AddRegistrationSessionsAsync(Stock.NewIds(Stock.Sessions), cancellationToken);
        return rows;
    }

    public async Task AddNoncesAsync(IReadOnlyList<string> nonces, CancellationToken cancellationToken)
    {
        foreach (var nonce in nonces)
        {
            await _storage!.StoreNonceAsync(nonce, cancellationToken: cancellationToken);
        }
    }

    public async Task AddLoginsAsync(IReadOnlyList<LtiLogin> logins, CancellationToken cancellationToken)
    {
        foreach (var login in logins)
        {
            await _storage!.BeginLoginAsync(login, cancellationToken: cancellationToken);
        }
    }

    public async Task AddSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var session = Payload.Session();
        foreach (var id in ids)
        {
            await _storage!.AddSessionAsync(LtiSession.FromDocument(id, session.Utf8Document.Span), cancellationToken: cancellationToken);
        }
    }

    public async Task AddRegistrationSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            var session = LtiRegistrationSession.FromDocument(id, Payload.Registration.Utf8Document.Span);
            await _storage!.SaveRegistrationSessionAsync(session, cancellationToken: cancellationToken);
        }
    }
}
