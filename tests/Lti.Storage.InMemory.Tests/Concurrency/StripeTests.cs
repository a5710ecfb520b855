using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory.Internal;

namespace Lti.Storage.InMemory.Tests.Concurrency;

/// <summary>There is no lock that all share: while one stripe is held, keys of another can be used.</summary>
public sealed class StripeTests
{
    // Not how long it may take, but when a test that hangs is given up.
    private const int GivenUp = 60_000;
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    [Fact(Timeout = GivenUp)]
    public async Task Nonces_and_launches_go_on_while_a_stripe_of_other_nonces_is_held()
    {
        var nonces = new NonceTable(TimeProvider.System);
        var sessions = new SessionTable(TimeProvider.System);
        var all = Enumerable.Range(0, 1000).Select(_ => Any.Nonce()).ToList();
        all.ForEach(nonce => nonces.TryStore(nonce, _hour, used: false));
        var held = nonces.Stripes.Cast<NonceStripe>().First(stripe => stripe.Nonces.TryGet(all[0], out _, out _));
        var others = all.Where(nonce => !held.Nonces.TryGet(nonce, out _, out _)).ToList();

        await WhileHeldAsync(held.Gate, Work, TestContext.Current.CancellationToken);

        Assert.InRange(others.Count, 800, 999);
        Assert.Equal(NonceOutcome.Consumed, nonces.Consume(all[0]));

        void Work()
        {
            Assert.All(others, nonce => Assert.Equal(NonceOutcome.Consumed, nonces.Consume(nonce, together: () => sessions.Add(Any.Session(), _hour))));
            Assert.All(others, nonce => Assert.False(nonces.TryStore(nonce, _hour, used: true)));
        }
    }

    [Fact(Timeout = GivenUp)]
    public async Task Sessions_are_found_and_renewed_while_a_stripe_of_other_sessions_is_held()
    {
        var table = new SessionTable(TimeProvider.System);
        var all = Enumerable.Range(0, 500).Select(_ => Any.Session()).ToList();
        all.ForEach(session => table.Add(session, _hour));
        var held = table.Stripes.Cast<SessionStripe>().First(stripe => stripe.Find(all[0].Id, DateTimeOffset.MinValue, out _) is not null);
        var others = all.Where(session => held.Find(session.Id, DateTimeOffset.MinValue, out _) is null).ToList();

        await WhileHeldAsync(held.Gate, Work, TestContext.Current.CancellationToken);

        Assert.InRange(others.Count, 400, 499);

        void Work()
        {
            Assert.All(others, session => Assert.Equal(session, table.Find(session.Id)));
            Assert.All(others, session => Assert.True(table.Renew(session.Id, 2 * _hour)));
            Assert.All(others, session => Assert.True(table.Delete(session.Id)));
        }
    }

    [Fact(Timeout = GivenUp)]
    public async Task What_needs_every_stripe_lets_go_of_all_of_them_even_if_it_fails()
    {
        var stripes = new Stripes<string, NonceStripe>();
        Assert.Throws<InvalidOperationException>(() => stripes.Exclusively(_ => throw new InvalidOperationException("Stopped.")));

        var free = await Task.Run(() => stripes.All.Count(stripe => stripe.Gate.TryEnter()), TestContext.Current.CancellationToken);

        Assert.Equal(stripes.All.Count, free);
    }

    /// <summary>Does some work on a thread of its own while another one holds a lock.</summary>
    private static async Task WhileHeldAsync(Lock gate, Action work, CancellationToken cancellationToken)
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var release = new ManualResetEventSlim();
        var holder = Task.Factory.StartNew(
            () =>
            {
                lock (gate)
                {
                    entered.SetResult();
                    release.Wait(cancellationToken);
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await entered.Task;
        try
        {
            await Task.Run(work, cancellationToken).WaitAsync(cancellationToken);
        }
        finally
        {
            release.Set();
            await holder;
        }
    }
}
