namespace Lti.Storage.InMemory.Internal;

/// <summary>Removes what has expired, at most so many entries under one lock (rule K2).</summary>
internal sealed class Cleanup(TimeProvider clock, int batchSize)
{
    public async ValueTask<CleanupResult> RunAsync(
        NonceTable nonces, SessionTable sessions, RegistrationTable registrations, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var counts = new long[3];
        var completed = true;
        IReadOnlyList<Stripe>[] kinds = [nonces.Stripes, sessions.Stripes, registrations.Stripes];
        for (var kind = 0; completed && kind < kinds.Length; kind++)
        {
            (counts[kind], completed) = await RunAsync(kinds[kind], cancellationToken).ConfigureAwait(false);
        }

        return new CleanupResult { Nonces = counts[0], Sessions = counts[1], RegistrationSessions = counts[2], Completed = completed };
    }

    // The token is looked at after each batch, so that a run that began has something to tell (rule K3).
    private async ValueTask<(long Count, bool Completed)> RunAsync(IReadOnlyList<Stripe> stripes, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var stripe in stripes)
        {
            int removed;
            do
            {
                removed = RemoveBatch(stripe);
                count += removed;
                if (cancellationToken.IsCancellationRequested)
                {
                    return (count, Completed: false);
                }

                if (removed > 0)
                {
                    // Callers of an asynchronous method don't expect to be held up while a million entries go.
                    await Task.Yield();
                }
            }
            while (removed == batchSize);
        }

        return (count, Completed: true);
    }

    private int RemoveBatch(Stripe stripe)
    {
        lock (stripe.Gate)
        {
            return stripe.RemoveExpired(clock.GetUtcNow(), batchSize);
        }
    }
}
