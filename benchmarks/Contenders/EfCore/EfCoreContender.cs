using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>EF Core 10 with pooled contexts, no tracking and compiled queries.</summary>
/// <remarks>
/// It uses SQL where LINQ would need several statements: an expiry that the database computes, <c>ON CONFLICT</c>, writes to two tables
/// and <c>DELETE … RETURNING</c>.
/// </remarks>
internal sealed class EfCoreContender(NpgsqlDataSource dataSource, TimeProvider clock) : IContender
{
    private readonly PooledDbContextFactory<LtiContext> _contexts = new(new DbContextOptionsBuilder<LtiContext>()
        .UseNpgsql(dataSource)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .EnableThreadSafetyChecks(false)
        .Options);

    public async ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return (await EfCoreQueries.FindClient(db, issuer, clientId, cancellationToken))?.ToClient();
    }

    public async ValueTask<LtiClient?> ResolveLoginAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => await FindClientAsync(issuer, clientId, cancellationToken) is { IsEnabled: true } client ? client : null;

    public async ValueTask BeginLoginAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            if (await TryBeginAsync(db, login, lifetime, cancellationToken))
            {
                return;
            }

            await db.Nonces
                .Where(stored => stored.State == login.State && stored.ExpiresAt <= LtiContext.Now()
                    && !db.Nonces.Any(other => other.Nonce == login.Nonce && other.ExpiresAt > LtiContext.Now()))
                .ExecuteUpdateAsync(set => set.SetProperty(stored => stored.State, (string?)null).SetProperty(stored => stored.Login, (string?)null), cancellationToken);
            var isTaken = await db.Nonces.AnyAsync(stored => stored.State == login.State && stored.ExpiresAt > LtiContext.Now(), cancellationToken);
            if (isTaken || !await TryBeginAsync(db, login, lifetime, cancellationToken))
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
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await EfCoreQueries.FindLogin(db, state, cancellationToken);
        return row is null ? null : LtiLogin.FromDocument(state, row.Nonce, Encoding.UTF8.GetBytes(row.Login), now + row.Remaining);
    }

    public async ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await EfCoreQueries.FindLaunch(db, key.Issuer, key.ClientId, key.DeploymentId, cancellationToken);
        return LtiLaunch.Decide(row?.Client.ToClient(), row?.Exact?.ToDeployment(), row?.Fallback?.ToDeployment());
    }

    public async ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO nonces AS stored (nonce, expires_at) VALUES ({nonce}, now() + {Microseconds(lifetime)} * interval '1 microsecond')
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = NULL, login = NULL WHERE stored.expires_at <= now()
            """,
            cancellationToken);
        if (stored == 0)
        {
            throw LtiConflictException.ForNonce();
        }
    }

    public async ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        while (true)
        {
            var used = await db.Nonces
                .Where(stored => stored.Nonce == nonce && stored.UsedAt == null && stored.ExpiresAt > LtiContext.Now())
                .ExecuteUpdateAsync(set => set.SetProperty(stored => stored.UsedAt, stored => LtiContext.Now()), cancellationToken);
            if (used == 1)
            {
                return NonceOutcome.Consumed;
            }

            if (await FindRefusalAsync(db, nonce, state: null, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }
    }

    public async ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO nonces AS stored (nonce, expires_at, used_at) VALUES ({nonce}, now() + {Microseconds(lifetime)} * interval '1 microsecond', now())
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at, state = NULL, login = NULL WHERE stored.expires_at <= now()
            """,
            cancellationToken);
        return claimed == 1;
    }

    public async ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var added = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sessions (id, data, expires_at)
            VALUES ({session.Id}, {Text(session)}::jsonb, now() + {Microseconds(lifetime)} * interval '1 microsecond')
            ON CONFLICT (id) DO NOTHING
            """,
            cancellationToken);
        if (added == 0)
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }

    public async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await EfCoreQueries.FindSession(db, id, cancellationToken);
        return row is null ? null : LtiSession.FromDocument(id, Encoding.UTF8.GetBytes(row.Data), now + row.Remaining);
    }

    public async ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var deleted = await db.Database
            .SqlQuery<bool>($"""DELETE FROM sessions WHERE id = {id} RETURNING expires_at > now() AS "Value" """)
            .ToListAsync(cancellationToken);
        return deleted is [true];
    }

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => CompleteAsync(
            session,
            nonce,
            state: null,
            $"""
            WITH used AS (UPDATE nonces SET used_at = now() WHERE nonce = {nonce} AND used_at IS NULL AND expires_at > now() RETURNING 1)
            INSERT INTO sessions (id, data, expires_at)
            SELECT {session.Id}, {Text(session)}::jsonb, now() + {Microseconds(lifetime)} * interval '1 microsecond' FROM used
            """,
            cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => CompleteAsync(
            session,
            login.Nonce,
            login.State,
            $"""
            WITH used AS (
                UPDATE nonces SET used_at = now()
                WHERE nonce = {login.Nonce} AND state = {login.State} AND used_at IS NULL AND expires_at > now() RETURNING 1)
            INSERT INTO sessions (id, data, expires_at)
            SELECT {session.Id}, {Text(session)}::jsonb, now() + {Microseconds(lifetime)} * interval '1 microsecond' FROM used
            """,
            cancellationToken);

    public async ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.Database
            .SqlQuery<DocumentRow>($"""DELETE FROM registration_sessions WHERE id = {id} RETURNING data AS "Data", expires_at - now() AS "Remaining" """)
            .ToListAsync(cancellationToken);
        return rows is [var row] && row.Remaining > TimeSpan.Zero
            ? LtiRegistrationSession.FromDocument(id, Encoding.UTF8.GetBytes(row.Data), now + row.Remaining)
            : null;
    }

    public ValueTask DisposeAsync() => dataSource.DisposeAsync();

    /// <summary>Returns why a nonce was not used. Returns null if it was stored after the update: then it can be used.</summary>
    private static async Task<NonceOutcome?> FindRefusalAsync(LtiContext db, string nonce, string? state, CancellationToken cancellationToken)
        => await EfCoreQueries.FindNonce(db, nonce, cancellationToken) switch
        {
            null => NonceOutcome.Unknown,
            { } stored when state is not null && stored.State != state => NonceOutcome.Unknown,
            { IsExpired: true } => NonceOutcome.Expired,
            { IsUsed: true } => NonceOutcome.AlreadyUsed,
            _ => null,
        };

    private static async Task<bool> TryBeginAsync(LtiContext db, LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
        => await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO nonces AS stored (nonce, expires_at, state, login)
            SELECT {login.Nonce}, now() + {Microseconds(lifetime)} * interval '1 microsecond', {login.State}, {Encoding.UTF8.GetString(login.ToUtf8Document())}::jsonb
            WHERE NOT EXISTS (SELECT FROM nonces WHERE state = {login.State})
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
                WHERE stored.expires_at <= now()
            """,
            cancellationToken) == 1;

    private static string Text(LtiSession session) => Encoding.UTF8.GetString(session.Utf8Document.Span);

    private static long Microseconds(TimeSpan lifetime) => lifetime.Ticks / TimeSpan.TicksPerMicrosecond;

    private async ValueTask<NonceOutcome> CompleteAsync(
        LtiSession session, string nonce, string? state, FormattableString statement, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            while (await db.Database.ExecuteSqlAsync(statement, cancellationToken) == 0)
            {
                if (await FindRefusalAsync(db, nonce, state, cancellationToken) is { } refusal)
                {
                    return refusal;
                }
            }

            return NonceOutcome.Consumed;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }
}
