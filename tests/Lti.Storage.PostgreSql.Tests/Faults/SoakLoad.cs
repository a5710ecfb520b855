using System.Collections.Concurrent;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs callers that use all operations of a tool without pause and check each answer.</summary>
/// <remarks>
/// A check that a fault interrupts is repeated. At most a few launches are kept, so that the load can run for any time.
/// </remarks>
internal sealed class SoakLoad
{
    private const int MaxKept = 64;

    // Longer than the load checks any launch.
    private static readonly TimeSpan _lifetime = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
    private readonly ConcurrentQueue<(string Nonce, LtiSession Session)> _kept = [];
    private readonly SemaphoreSlim _turns;
    private readonly IReadOnlyList<ILtiStorage> _nodes;
    private readonly ILtiStorage _direct;
    private readonly int _callers;
    private Task? _running;
    private long _calls;
    private long _failures;
    private long _launches;
    private long _doubtful;

    private SoakLoad(IReadOnlyList<ILtiStorage> nodes, ILtiStorage direct, int callers)
        => (_nodes, _direct, _callers, _turns) = (nodes, direct, callers, new SemaphoreSlim(callers));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts the callers.</summary>
    /// <param name="nodes">The nodes that they call.</param>
    /// <param name="direct">The storage that checks the answers. Its path to the server does not fail, but the server does.</param>
    /// <param name="callers">The number of callers.</param>
    public static SoakLoad Start(IReadOnlyList<ILtiStorage> nodes, ILtiStorage direct, int callers)
    {
        var load = new SoakLoad(nodes, direct, callers);
        load._running = Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(() => load.RunAsync(caller))));
        return load;
    }

    public Task SomeMoreAsync(int calls) => ReachAsync(() => Interlocked.Read(ref _calls), calls);

    public Task SomeMoreFailuresAsync(int failures) => ReachAsync(() => Interlocked.Read(ref _failures), failures);

    /// <summary>Measures while the callers pause.</summary>
    public async Task<T> QuietlyAsync<T>(Func<T> measure)
    {
        for (var turns = 0; turns < _callers; turns++)
        {
            await _turns.WaitAsync(Token);
        }

        var measured = measure();
        _turns.Release(_callers);
        return measured;
    }

    /// <summary>Checks that all kept launches exist and their nonces are used.</summary>
    public async Task AssertKeptAsync()
    {
        for (var left = _kept.Count; left > 0 && _kept.TryDequeue(out var launch); left--)
        {
            foreach (var storage in _nodes.Append(_direct))
            {
                Assert.Equal(launch.Session, await AnswerAsync(() => storage.FindSessionAsync(launch.Session.Id)));
            }

            Assert.Equal(NonceOutcome.AlreadyUsed, await AnswerAsync(() => _direct.ConsumeNonceAsync(launch.Nonce)));
        }
    }

    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _running!;
        _stop.Dispose();
        _turns.Dispose();
    }

    public override string ToString()
        => $"{_launches} launches, and {_doubtful} of unknown outcome; {_calls} calls succeeded, {_failures} failed.";

    private Task ReachAsync(Func<long> count, int more)
    {
        var goal = count() + more;
        return Eventually.TrueAsync(() => Task.FromResult(count() >= goal || _running!.IsFaulted), Token);
    }

    private async Task RunAsync(int caller)
    {
        var (node, other) = (_nodes[caller % _nodes.Count], _nodes[(caller + 1) % _nodes.Count]);
        for (var i = 0; !_stop.IsCancellationRequested; i++)
        {
            await _turns.WaitAsync(Token);
            try
            {
                await LaunchAsync(node, other);
                await AdministerAsync(node);
                if (i % 50 == 0)
                {
                    Assert.NotEqual(false, await TryAsync(async () => await node.CleanupAsync() is { Completed: true }));
                }
            }
            catch
            {
                // A load that has failed must not wait for its goals.
                await _stop.CancelAsync();
                throw;
            }
            finally
            {
                _turns.Release();
            }
        }
    }

    /// <summary>Makes a launch, replays it on the other node and checks the session.</summary>
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
        Assert.True(accepted is not [true, true], "A nonce was accepted twice.");
        Assert.True(accepted is not [false, false], "A good nonce was refused.");
        if (await KeptAsync(nonce, accepted, session, replay) is not { } kept)
        {
            return;
        }

        Assert.Equal(kept, await AnswerAsync(() => node.FindSessionAsync(kept.Id)));
        Assert.NotEqual(false, await TryAsync(() => node.RenewSessionAsync(kept.Id, _lifetime).AsTask()));
        if (_kept.Count < MaxKept)
        {
            _kept.Enqueue((nonce, kept));
            return;
        }

        var isDeleted = await TryAsync(() => node.DeleteSessionAsync(kept.Id).AsTask());
        Assert.NotEqual(false, isDeleted);
        if (isDeleted == true)
        {
            Assert.Null(await AnswerAsync(() => _direct.FindSessionAsync(kept.Id)));
        }
    }

    /// <summary>Returns the session of the accepted launch, if any.</summary>
    /// <remarks>There are never two. There is none only when neither caller got an answer.</remarks>
    /// <param name="nonce">The nonce.</param>
    /// <param name="accepted">Each caller's answer, or null when there was none.</param>
    /// <param name="sessions">The session of each caller.</param>
    private async Task<LtiSession?> KeptAsync(string nonce, bool?[] accepted, params LtiSession[] sessions)
    {
        // From here on, no completion in flight can use the nonce.
        var isUnused = await AnswerAsync(() => _direct.ConsumeNonceAsync(nonce)) == NonceOutcome.Consumed;
        List<LtiSession> there = [];
        foreach (var (session, answer) in sessions.Zip(accepted))
        {
            var found = await AnswerAsync(() => _direct.FindSessionAsync(session.Id));
            Assert.Equal(answer ?? found is not null, found is not null);
            there.AddRange(found is null ? [] : [session]);
        }

        Assert.True(there.Count <= 1, "A nonce was accepted twice.");
        if (accepted is [null, null])
        {
            Interlocked.Increment(ref _doubtful);
            Assert.False(isUnused && there.Count > 0, "A launch was half stored.");
        }
        else
        {
            // A launch is refused only when the other one was accepted.
            Interlocked.Increment(ref _launches);
            Assert.False(isUnused, "A used nonce became unused.");
            Assert.Single(there);
        }

        return there.SingleOrDefault();
    }

    private async Task AdministerAsync(ILtiStorage node)
    {
        var (key, registration) = (Sample.LaunchKey(), Sample.Registration());
        if (await TryAsync(async () => (await node.SaveLaunchConfigAsync(key, Sample.Endpoints)).Config is not null) == true)
        {
            var config = await AnswerAsync(() => node.FindLaunchConfigAsync(key));
            Assert.NotNull(config);
            await TryAsync(async () => await node.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "renamed" }) is not null);
            await TryAsync(async () => await node.ListClientsAsync().Take(10).CountAsync(Token) > 0);
            var isDeleted = await TryAsync(() => node.DeleteClientAsync(config.ClientKey).AsTask());
            Assert.NotEqual(false, isDeleted);
            if (isDeleted == true)
            {
                Assert.Null(await AnswerAsync(() => node.FindLaunchConfigAsync(key)));
            }
        }

        if (await TryAsync(() => SaveAsync(node, registration)) == true)
        {
            Assert.NotEqual(false, await TryAsync(async () => await node.ConsumeRegistrationSessionAsync(registration.Id) is not null));
            await AnswerAsync(() => node.DeleteRegistrationSessionAsync(registration.Id));
            Assert.Null(await AnswerAsync(() => _direct.FindRegistrationSessionAsync(registration.Id)));
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

    /// <summary>Retries until there is an answer.</summary>
    private async Task<T> AnswerAsync<T>(Func<ValueTask<T>> call)
    {
        var answer = default(T);
        await Eventually.TrueAsync(
            async () => await TryAsync(async () =>
            {
                answer = await call();
                return true;
            }) == true,
            Token);
        return answer!;
    }

    /// <summary>Returns null when the storage was unavailable. Any other exception fails the test.</summary>
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
