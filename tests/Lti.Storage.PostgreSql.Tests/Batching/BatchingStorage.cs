using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Wraps a storage with one statement of each kind in flight, so that a test controls which calls form a batch.</summary>
/// <remarks>
/// While the tables are locked, one call of each kind occupies its queue and later calls wait. A call that waits alone is not batched, so
/// a test needs at least two of a kind.
/// </remarks>
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

    /// <summary>Sends a call of each kind. Later calls wait in the queue.</summary>
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
            Storage.FindLaunchAsync(Sample.LaunchKey(), Token).AsTask(),
            Storage.FindClientAsync("https://lms.example.edu", "client", Token).AsTask(),
            Storage.FindClientsAsync("https://lms.example.edu", cancellationToken: Token).AsTask(),
            Storage.FindClientsAsync("https://lms.example.edu", "deployment", Token).AsTask(),
            Storage.BeginLoginAsync(Sample.Login(), cancellationToken: Token).AsTask(),
            Storage.FindLoginAsync(Sample.Nonce(), Token).AsTask(),
        ];
        return Task.WhenAll(calls);
    }

    /// <summary>Makes one batch for each kind of call and waits until all have completed or failed.</summary>
    public async Task<Task<T>[]> BatchAsync<T>(params IEnumerable<Func<ValueTask<T>>> calls)
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
