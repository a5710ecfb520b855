using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs a storage on one connection that can be cut off, with single or batched calls.</summary>
internal sealed class OneWireStorage : IAsyncDisposable
{
    public const string ApplicationName = "one wire";

    private readonly WireTap _wire;
    private readonly bool _isBatched;

    private OneWireStorage(PostgreSqlLtiStorage storage, WireTap wire, bool isBatched) => (Storage, _wire, _isBatched) = (storage, wire, isBatched);

    public PostgreSqlLtiStorage Storage { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a storage and its connection.</summary>
    public static async Task<OneWireStorage> OpenAsync(TestDatabase database, WireTap wire, bool isBatched, TimeSpan? commandTimeout = null)
    {
        var storage = database.Open(
            text =>
            {
                (text.Host, text.Port, text.MaxPoolSize, text.ApplicationName) = ("127.0.0.1", wire.Port, 1, ApplicationName);
                (text.SslMode, text.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
            },
            options => (options.BatchCalls, options.Batching, options.CommandTimeout) = (isBatched, new BatchLimits(), commandTimeout));
        await (await storage.OpenConnectionAsync(Token)).DisposeAsync();
        return new(storage, wire, isBatched);
    }

    /// <summary>Makes the calls and waits until all have completed or failed.</summary>
    public async Task<Task<bool>[]> CallAsync(Func<ILtiStorage, string, Task<bool>> call, params string[] keys)
    {
        Task<bool>[] calls;
        if (_isBatched)
        {
            Task first;
            await using (await Storage.OpenConnectionAsync(Token))
            {
                // This call is in flight although it waits for the connection. Later calls wait for it in the queue.
                first = call(Storage, $"{Guid.NewGuid()}");
                calls = [.. keys.Select(key => call(Storage, key))];
            }

            await first;
        }
        else
        {
            calls = [call(Storage, Assert.Single(keys))];
        }

        await ((Task)Task.WhenAll(calls)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return calls;
    }

    /// <summary>Makes the calls and cuts the connection off after a number of messages of the statement's exchange.</summary>
    public async Task<(Task<bool>[] Calls, WireMessage? At)> CallCutOffAsync(int messages, Func<ILtiStorage, string, Task<bool>> call, params string[] keys)
    {
        var cut = new CutOff(messages, statement: _isBatched ? 1 : 0);
        _wire.Passes = cut.Passes;
        var calls = await CallAsync(call, keys);
        _wire.Passes = null;
        return (calls, cut.At);
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
