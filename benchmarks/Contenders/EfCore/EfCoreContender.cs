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

    public async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await EfCoreQueries.FindLaunchConfig(db, key.Issuer, key.ClientId, key.DeploymentId, cancellationToken);
        return (row?.Exact ?? row?.Fallback) is not { } deployment ? null : new LtiLaunchConfig
        {
            ClientKey = new(row!.ClientId),
            DeploymentKey = new(deployment),
            Issuer = key.Issuer,
            ClientId = key.ClientId,
            DeploymentId = row.Exact is null ? LtiDeployment.DefaultDeploymentId : key.DeploymentId,
            Endpoints = new LtiEndpoints { AuthorizationUrl = row.AuthorizationUrl, TokenUrl = row.TokenUrl, JwksUrl = row.JwksUrl },
            Match = row.Exact is null ? LaunchConfigMatch.Default : LaunchConfigMatch.Exact,
        };
    }

    public async ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var stored = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO nonces AS stored (nonce, expires_at) VALUES ({nonce}, now() + {Microseconds(lifetime)} * interval '1 microsecond')
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL WHERE stored.expires_at <= now()
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

            if (await FindRefusalAsync(db, nonce, cancellationToken) is { } refusal)
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
            ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at WHERE stored.expires_at <= now()
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

    public async ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            while (true)
            {
                var added = await db.Database.ExecuteSqlAsync(
                    $"""
                    WITH used AS (UPDATE nonces SET used_at = now() WHERE nonce = {nonce} AND used_at IS NULL AND expires_at > now() RETURNING 1)
                    INSERT INTO sessions (id, data, expires_at)
                    SELECT {session.Id}, {Text(session)}::jsonb, now() + {Microseconds(lifetime)} * interval '1 microsecond' FROM used
                    """,
                    cancellationToken);
                if (added == 1)
                {
                    return NonceOutcome.Consumed;
                }

                if (await FindRefusalAsync(db, nonce, cancellationToken) is { } refusal)
                {
                    return refusal;
                }
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }

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
    private static async Task<NonceOutcome?> FindRefusalAsync(LtiContext db, string nonce, CancellationToken cancellationToken)
        => await EfCoreQueries.FindNonce(db, nonce, cancellationToken) switch
        {
            null => NonceOutcome.Unknown,
            { IsExpired: true } => NonceOutcome.Expired,
            { IsUsed: true } => NonceOutcome.AlreadyUsed,
            _ => null,
        };

    private static string Text(LtiSession session) => Encoding.UTF8.GetString(session.Utf8Document.Span);

    private static long Microseconds(TimeSpan lifetime) => lifetime.Ticks / TimeSpan.TicksPerMicrosecond;
}
