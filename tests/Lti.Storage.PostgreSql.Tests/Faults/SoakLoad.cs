using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// Callers that do all that a tool does, without pause, and check each answer as they go: nothing of what was is kept, so that the load can go on for as long as
/// it likes.
/// </summary>
internal sealed class SoakLoad
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly IReadOnlyList<ILtiStorage> _nodes;
    private readonly ILtiStorage _direct;
    private Task? _running;
    private long _calls;
    private long _failures;
    private long _launches;

    private SoakLoad(IReadOnlyList<ILtiStorage> nodes, ILtiStorage direct) => (_nodes, _direct) = (nodes, direct);

    /// <summary>Starts the callers.</summary>
    /// <param name="nodes">What they call.</param>
    /// <param name="direct">Where they look whether what a node has said is so; its path to the server does not fail, but the server does.</param>
    /// <param name="callers">How many there are.</param>
    public static SoakLoad Start(IReadOnlyList<ILtiStorage> nodes, ILtiStorage direct, int callers)
    {
        var load = new SoakLoad(nodes, direct);
        load._running = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => load.RunAsync(caller))));
        return load;
    }

    public Task SomeMoreAsync(int calls) => ReachAsync(() => Interlocked.Read(ref _calls), calls);

    public Task SomeMoreFailuresAsync(int failures) => ReachAsync(() => Interlocked.Read(ref _failures), failures);

    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running!;
        _stop.Dispose();
    }

    public override string ToString() => $"{_launches} launches, {_calls} calls that ended well, {_failures} that failed.";

    private Task ReachAsync(Func<long> count, int more)
    {
        var goal = count() + more;
        return Eventually.TrueAsync(() => Task.FromResult(count() >= goal || _running!.IsFaulted), TestContext.Current.CancellationToken);
    }

    private async Task RunAsync(int caller)
    {
        var (node, other) = (_nodes[caller % _nodes.Count], _nodes[(caller + 1) % _nodes.Count]);
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            await LaunchAsync(node, other);
            await AdministerAsync(node);
            if (i % 50 == 0)
            {
                await TryAsync(async () => await node.CleanupAsync() is { Completed: true });
            }
        }
    }

    /// <summary>A launch that is replayed on the other node, and what follows it.</summary>
    private async Task LaunchAsync(ILtiStorage node, ILtiStorage other)
    {
        var (nonce, session, replay) = (Sample.Nonce(), Sample.Session(), Sample.Session());
        if (await TryAsync(() => StoreAsync(node, nonce)) != true)
        {
            return;
        }

        var accepted = await Task.WhenAll(
            TryAsync(async () => await node.CompleteLaunchAsync(nonce, session, _lifetime) == NonceOutcome.Consumed),
            TryAsync(async () => await other.CompleteLaunchAsync(nonce, replay, _lifetime) == NonceOutcome.Consumed));
        Assert.NotEqual([true, true], accepted);
        if (accepted.All(answer => answer is not null))
        {
            Assert.Contains(true, accepted);
            Interlocked.Increment(ref _launches);
            var kept = accepted[0] == true ? session : replay;
            Assert.NotEqual(false, await TryAsync(async () => Equals(kept, await node.FindSessionAsync(kept.Id))));
            Assert.NotEqual(false, await TryAsync(async () => Equals(kept, await _direct.FindSessionAsync(kept.Id))));
            Assert.NotEqual(false, await TryAsync(async () => await _direct.ConsumeNonceAsync(nonce) == NonceOutcome.AlreadyUsed));
            Assert.NotEqual(false, await TryAsync(() => node.DeleteSessionAsync(kept.Id).AsTask()));
        }
    }

    private async Task AdministerAsync(ILtiStorage node)
    {
        var (key, registration) = (Sample.LaunchKey(), Sample.Registration());
        if (await TryAsync(async () => await node.SaveLaunchConfigAsync(key, Sample.Endpoints) is not null) == true)
        {
            var config = default(LtiLaunchConfig);
            Assert.NotEqual(false, await TryAsync(async () => (config = await node.FindLaunchConfigAsync(key)) is not null));
            if (config is not null)
            {
                await TryAsync(() => node.DeleteClientAsync(config.LtiClientId).AsTask());
            }
        }

        if (await TryAsync(() => SaveAsync(node, registration)) == true)
        {
            Assert.NotEqual(false, await TryAsync(async () => await node.ConsumeRegistrationSessionAsync(registration.Id) is not null));
        }
    }

    private static async Task<bool> StoreAsync(ILtiStorage node, string nonce)
    {
        await node.StoreNonceAsync(nonce, _lifetime);
        return true;
    }

    private static async Task<bool> SaveAsync(ILtiStorage node, LtiRegistrationSession registration)
    {
        await node.SaveRegistrationSessionAsync(registration, _lifetime);
        return true;
    }

    /// <summary>Null where the storage could not be reached. Any other exception ends the test.</summary>
    private async Task<bool?> TryAsync(Func<Task<bool>> call)
    {
        try
        {
            var answer = await call();
            Interlocked.Increment(ref _calls);
            return answer;
        }
        catch (LtiStorageUnavailableException)
        {
            Interlocked.Increment(ref _failures);
            return null;
        }
    }
}
