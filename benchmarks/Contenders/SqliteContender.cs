using System.Collections.Concurrent;

namespace Lti.Storage.Benchmarks;

/// <summary>The floor on SQLite: the least code that runs each call as one transaction with <c>synchronous=FULL</c>.</summary>
/// <remarks>One connection writes, in turns. Each concurrent read has a connection of its own. It has the calls of a launch only.</remarks>
internal sealed class SqliteContender(string path, TimeProvider clock, TimeProvider callerClock) : IContender
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ConcurrentBag<SqliteStatements> _readers = [];
    private readonly SqliteStatements _writer = new(path);

    /// <summary>The names of the operations that it has.</summary>
    public static IReadOnlySet<string> Operations { get; } = new HashSet<string>(
        ["find-client", "store-nonce", "find-launch-config", "consume-nonce", "add-session", "find-session", "complete-launch", "launch", "way"], StringComparer.Ordinal);

    public ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => new(Read(statements => statements.FindClient(issuer, clientId)));

    public async ValueTask<LtiClient?> ResolveLoginAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => await FindClientAsync(issuer, clientId, cancellationToken) is { IsEnabled: true } client ? client : null;

    public ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken) => new(Read(statements => statements.FindLaunch(key)));

    public ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken)
        => new(Read(statements => statements.FindSession(id, clock.GetUtcNow(), callerClock.GetUtcNow())));

    public async ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (!await WriteAsync(statements => statements.StoreNonce(nonce, clock.GetUtcNow(), lifetime), cancellationToken))
        {
            throw LtiConflictException.ForNonce();
        }
    }

    public ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken)
        => WriteAsync(statements => statements.ConsumeNonce(nonce, clock.GetUtcNow()), cancellationToken);

    public async ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken) => await WriteAsync(
        statements =>
        {
            statements.AddSession(session, clock.GetUtcNow(), lifetime);
            return true;
        },
        cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => WriteAsync(
            statements =>
            {
                var now = clock.GetUtcNow();
                var outcome = statements.ConsumeNonce(nonce, now);
                if (outcome == NonceOutcome.Consumed)
                {
                    statements.AddSession(session, now, lifetime);
                }

                return outcome;
            },
            cancellationToken);

    public ValueTask BeginLoginAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken) => throw Missing();

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        foreach (var reader in _readers)
        {
            reader.Dispose();
        }

        _writer.Dispose();
        return ValueTask.CompletedTask;
    }

    private static NotSupportedException Missing() => new("The floor on SQLite has the calls of a launch only.");

    private T Read<T>(Func<SqliteStatements, T> read)
    {
        if (!_readers.TryTake(out var statements))
        {
            statements = new SqliteStatements(path);
        }

        var answer = read(statements);
        _readers.Add(statements);
        return answer;
    }

    private async ValueTask<T> WriteAsync<T>(Func<SqliteStatements, T> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return _writer.InTransaction(write);
        }
        finally
        {
            _turn.Release();
        }
    }
}
