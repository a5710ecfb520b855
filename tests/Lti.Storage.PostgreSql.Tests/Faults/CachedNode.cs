using Lti.Storage.Caching;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// A node whose path to the server fails, with a cache that keeps an answer for longer than any test lasts: what is wrong when all is quiet stays wrong.
/// </summary>
internal sealed class CachedNode : IAsyncDisposable
{
    private readonly Heard _heard = new();
    private readonly PostgreSqlLtiStorage _inner;

    private CachedNode(PostgreSqlLtiStorage inner)
    {
        _inner = inner;
        Storage = inner.WithCaching(new CachingOptions { LaunchConfigLifetime = TimeSpan.FromHours(24), SessionLifetime = TimeSpan.FromHours(24) });

        // After the cache, which so has been told whatever is heard here.
        inner.Subscribe(_heard);
    }

    public ILtiStorage Storage { get; }

    /// <summary>How often everything was dropped.</summary>
    public int Drops => _heard.Reports.Count(report => report == "everything");

    public static async Task<CachedNode> OpenAsync(FaultyServer server, TestDatabase database, bool batches)
    {
        var node = new CachedNode(server.Open(database, batches, configure: options => options.ListenerKeepAlive = TimeSpan.FromSeconds(1)));
        await node.ListeningAsync();
        return node;
    }

    public Task ListeningAsync() => BecomesAsync(InvalidationState.Listening);

    /// <summary>Waits until it has noticed that it hears of nothing.</summary>
    public Task CutOffAsync() => BecomesAsync(InvalidationState.Reconnecting);

    public Task HeardAsync(LtiLaunchConfig config) => _heard.UntilAsync($"client {config.LtiClientId}");

    public ValueTask DisposeAsync() => Storage.DisposeAsync();

    private Task BecomesAsync(InvalidationState state)
        => Eventually.TrueAsync(() => Task.FromResult(_inner.State == state), TestContext.Current.CancellationToken);
}
