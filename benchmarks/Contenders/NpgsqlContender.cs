using Npgsql;
using NpgsqlTypes;

namespace Lti.Storage.Benchmarks;

/// <summary>The floor: the least code that runs each operation as one prepared statement.</summary>
internal sealed class NpgsqlContender(NpgsqlDataSource dataSource, TimeProvider clock) : IContender
{
    public async ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.FindClient, connection) { Parameters = { Text(issuer), Text(clientId) } };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await row.ReadAsync(cancellationToken).ConfigureAwait(false) ? NpgsqlRows.Client(row, issuer, clientId) : null;
    }

    public async ValueTask<LtiClient?> ResolveLoginAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => await FindClientAsync(issuer, clientId, cancellationToken).ConfigureAwait(false) is { IsEnabled: true } client ? client : null;

    public async ValueTask BeginLoginAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await TryBeginAsync(connection, login, lifetime, cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            await using var free = new NpgsqlCommand(NpgsqlStatements.FreeState, connection) { Parameters = { Text(login.State), Text(login.Nonce) } };
            var isTaken = (bool)(await free.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
            if (isTaken || !await TryBeginAsync(connection, login, lifetime, cancellationToken).ConfigureAwait(false))
            {
                throw isTaken ? LtiConflictException.ForLogin() : LtiConflictException.ForNonce();
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForLogin();
        }
    }

    public async ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.FindLogin, connection) { Parameters = { Text(state) } };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await row.ReadAsync(cancellationToken).ConfigureAwait(false)
            ? LtiLogin.FromDocument(state, row.GetString(2), row.GetFieldValue<byte[]>(0), now + TimeSpan.FromMicroseconds(row.GetInt64(1)))
            : null;
    }

    public async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.FindLaunch, connection)
        {
            Parameters = { Text(key.Issuer), Text(key.ClientId), Text(key.DeploymentId) },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return NpgsqlRows.Launch(await row.ReadAsync(cancellationToken).ConfigureAwait(false) ? row : null, key);
    }

    public async ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.StoreNonce, connection) { Parameters = { Text(nonce), Lifetime(lifetime) } };
        if (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            throw LtiConflictException.ForNonce();
        }
    }

    public async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.ConsumeNonce, connection) { Parameters = { Text(nonce) } };
        return (NonceOutcome)(int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    public async ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.ClaimNonce, connection) { Parameters = { Text(nonce), Lifetime(lifetime) } };
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    public async ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.AddSession, connection)
        {
            Parameters = { Id(session.Id), Json(session.Utf8Document), Lifetime(lifetime) },
        };
        if (await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }

    public async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.FindSession, connection) { Parameters = { Id(id) } };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        return await row.ReadAsync(cancellationToken).ConfigureAwait(false) ? LtiSession.FromDocument(id, row.GetFieldValue<byte[]>(0), now + TimeSpan.FromMicroseconds(row.GetInt64(1))) : null;
    }

    public async ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.DeleteSession, connection) { Parameters = { Id(id) } };
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true;
    }

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => CompleteAsync(NpgsqlStatements.CompleteLaunch, [Text(nonce), Id(session.Id), Json(session.Utf8Document), Lifetime(lifetime)], session.Id, cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => CompleteAsync(
            NpgsqlStatements.CompleteLogin,
            [Text(login.Nonce), Id(session.Id), Json(session.Utf8Document), Lifetime(lifetime), Text(login.State)],
            session.Id,
            cancellationToken);

    public async ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(NpgsqlStatements.ConsumeRegistrationSession, connection) { Parameters = { Id(id) } };
        await using var row = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var found = await row.ReadAsync(cancellationToken).ConfigureAwait(false) && row.GetInt64(1) is > 0 and var remaining
            ? LtiRegistrationSession.FromDocument(id, row.GetFieldValue<byte[]>(0), now + TimeSpan.FromMicroseconds(remaining))
            : null;

        // The server sends the row before it commits. This read reports a failed commit. Closing the reader would hide it.
        await row.NextResultAsync(cancellationToken).ConfigureAwait(false);
        return found;
    }

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();

    private static async ValueTask<bool> TryBeginAsync(NpgsqlConnection connection, LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(NpgsqlStatements.BeginLogin, connection)
        {
            Parameters = { Text(login.Nonce), Text(login.State), Lifetime(lifetime), Json(login.ToUtf8Document()) },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 1;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter<Guid> Id(Guid value) => new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    private static NpgsqlParameter<ReadOnlyMemory<byte>> Json(ReadOnlyMemory<byte> utf8) => new() { TypedValue = utf8, NpgsqlDbType = NpgsqlDbType.Jsonb };

    private static NpgsqlParameter<long> Lifetime(TimeSpan value)
        => new() { TypedValue = value.Ticks / TimeSpan.TicksPerMicrosecond, NpgsqlDbType = NpgsqlDbType.Bigint };

    private async ValueTask<NonceOutcome> CompleteAsync(string statement, NpgsqlParameter[] parameters, Guid session, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var command = new NpgsqlCommand(statement, connection);
        command.Parameters.AddRange(parameters);
        try
        {
            return (NonceOutcome)(int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForSession(session);
        }
    }
}
