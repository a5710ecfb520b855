using Lti.Storage.Caching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs a node with a failing path to the server and a cache that outlives the test.</summary>
/// <remarks>A stale entry therefore stays visible at the end.</remarks>
internal sealed class CachedNode : IAsyncDisposable
{
    private readonly Heard _heard = new();
    private readonly PostgreSqlLtiStorage _inner;

    private CachedNode(PostgreSqlLtiStorage inner)
    {
        _inner = inner;
        Storage = inner.WithCaching(new CachingOptions { LaunchConfigLifetime = TimeSpan.FromHours(24), SessionLifetime = TimeSpan.FromHours(24) });

        // Subscribed after the cache, so the cache has handled each report that is heard here.
        inner.Subscribe(_heard);
    }

    public ILtiStorage Storage { get; }

    /// <summary>Gets how often the cache dropped all entries.</summary>
    public int Drops => _heard.Reports.Count(report => report == "everything");

    public static async Task<CachedNode> OpenAsync(FaultyServer server, TestDatabase database, bool batches)
    {
        var node = new CachedNode(server.Open(database, batches, configure: options => options.ListenerKeepAlive = TimeSpan.FromSeconds(1)));
        await node.ListeningAsync();
        return node;
    }

    public Task ListeningAsync() => BecomesAsync(InvalidationState.Listening);

    /// <summary>Waits until the node has noticed that its listener is disconnected.</summary>
    public Task CutOffAsync() => BecomesAsync(InvalidationState.Reconnecting);

    public Task HeardAsync(LtiLaunchConfig config) => _heard.UntilAsync($"client {config.ClientKey}");

    public ValueTask DisposeAsync() => Storage.DisposeAsync();

    private Task BecomesAsync(InvalidationState state)
        => Eventually.TrueAsync(() => Task.FromResult(_inner.State == state), TestContext.Current.CancellationToken);
}
