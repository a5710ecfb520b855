using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A storage that has one connection, which can be cut off, and calls that come alone, or so that they share a statement.</summary>
internal sealed class OneWireStorage : IAsyncDisposable
{
    public const string ApplicationName = "one wire";

    private readonly WireTap _wire;
    private readonly bool _isShared;

    private OneWireStorage(PostgreSqlLtiStorage storage, WireTap wire, bool isShared) => (Storage, _wire, _isShared) = (storage, wire, isShared);

    public PostgreSqlLtiStorage Storage { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens a storage, and its connection.</summary>
    public static async Task<OneWireStorage> OpenAsync(TestDatabase database, WireTap wire, bool isShared, TimeSpan? commandTimeout = null)
    {
        var storage = database.Open(
            text =>
            {
                (text.Host, text.Port, text.MaxPoolSize, text.ApplicationName) = ("127.0.0.1", wire.Port, 1, ApplicationName);
                (text.SslMode, text.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
            },
            options => (options.BatchCalls, options.Batching, options.CommandTimeout) = (isShared, new BatchLimits(), commandTimeout));
        await (await storage.OpenConnectionAsync(Token)).DisposeAsync();
        return new(storage, wire, isShared);
    }

    /// <summary>Makes the calls, and waits until all have ended, whichever way.</summary>
    public async Task<Task<bool>[]> CallAsync(Func<ILtiStorage, string, Task<bool>> call, params string[] keys)
    {
        Task<bool>[] calls;
        if (_isShared)
        {
            Task first;
            await using (await Storage.OpenConnectionAsync(Token))
            {
                // In flight from here on, though it waits for the connection. Those that come next wait for its end.
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

    /// <summary>The same with the connection cut off after so many messages of the statement's exchange.</summary>
    public async Task<(Task<bool>[] Calls, WireMessage? At)> CallCutOffAsync(int messages, Func<ILtiStorage, string, Task<bool>> call, params string[] keys)
    {
        var cut = new CutOff(messages, statement: _isShared ? 1 : 0);
        _wire.Passes = cut.Passes;
        var calls = await CallAsync(call, keys);
        _wire.Passes = null;
        return (calls, cut.At);
    }

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
