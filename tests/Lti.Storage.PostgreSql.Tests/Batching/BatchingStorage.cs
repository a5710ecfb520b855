using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>
/// A storage that has one statement of a kind in flight, so that a test knows which calls share the next one: those that come while the tables are
/// locked and one call of each kind waits for them. One that comes alone is no member of any; so a test brings at least two of a kind.
/// </summary>
internal sealed class BatchingStorage : IAsyncDisposable
{
    private BatchingStorage(TestDatabase database, PostgreSqlLtiStorage storage)
    {
        (Database, Storage) = (database, storage);
        Measured = new MeasuredBatches(storage);
    }

    public TestDatabase Database { get; }

    public PostgreSqlLtiStorage Storage { get; }

    public MeasuredBatches Measured { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static BatchingStorage Open(
        TestDatabase database,
        Action<NpgsqlConnectionStringBuilder>? connection = null,
        Action<PostgreSqlStorageOptions>? configure = null,
        LtiStorageOptions? storageOptions = null,
        ILoggerFactory? log = null,
        TimeProvider? clock = null)
    {
        var storage = database.Open(
            connection,
            options =>
            {
                options.Batching = new BatchLimits(Statements: 1);
                configure?.Invoke(options);
            },
            storageOptions,
            log,
            clock);
        return new BatchingStorage(database, storage);
    }

    /// <summary>A call of each kind, in flight from this moment on: what comes now, waits.</summary>
    public Task OccupyAsync()
    {
        Task[] calls =
        [
            Storage.StoreNonceAsync(Sample.Nonce(), cancellationToken: Token).AsTask(),
            Storage.ClaimNonceAsync(Sample.Nonce(), cancellationToken: Token).AsTask(),
            Storage.ConsumeNonceAsync(Sample.Nonce(), Token).AsTask(),
            Storage.CompleteLaunchAsync(Sample.Nonce(), Sample.Session(), cancellationToken: Token).AsTask(),
            Storage.AddSessionAsync(Sample.Session(), cancellationToken: Token).AsTask(),
            Storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask(),
            Storage.DeleteSessionAsync(Guid.NewGuid(), Token).AsTask(),
            Storage.FindLaunchConfigAsync(Sample.LaunchKey(), Token).AsTask(),
        ];
        return Task.WhenAll(calls);
    }

    /// <summary>Makes calls share statements, one for each kind, and waits until all have ended, whichever way.</summary>
    public async Task<Task<T>[]> ShareAsync<T>(params IEnumerable<Func<ValueTask<T>>> calls)
    {
        Task occupied;
        Task<T>[] ended;
        await using (await LockedTables.LockAsync(Database))
        {
            occupied = OccupyAsync();
            ended = [.. calls.Select(call => call().AsTask())];
        }

        await occupied;
        await Task.WhenAll(ended.Select(call => call.ContinueWith(static _ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default)));
        return ended;
    }

    public async ValueTask DisposeAsync()
    {
        Measured.Dispose();
        await Storage.DisposeAsync();
    }
}
