namespace Lti.Storage.InMemory.Internal;

/// <summary>Removes what has expired, at most so many entries under one lock (rule K2).</summary>
internal sealed class Cleanup(TimeProvider clock, int batchSize)
{
    public async ValueTask<CleanupResult> RunAsync(
        NonceTable nonces, SessionTable sessions, RegistrationTable registrations, CancellationToken cancellationToken)
    {
        var removedNonces = await RunAsync(nonces.Stripes, cancellationToken).ConfigureAwait(false);
        var removedSessions = await RunAsync(sessions.Stripes, cancellationToken).ConfigureAwait(false);
        var removedRegistrations = await RunAsync(registrations.Stripes, cancellationToken).ConfigureAwait(false);
        return new CleanupResult
        {
            Nonces = removedNonces.Count,
            Sessions = removedSessions.Count,
            RegistrationSessions = removedRegistrations.Count,
            Completed = removedNonces.Completed && removedSessions.Completed && removedRegistrations.Completed,
        };
    }

    private async ValueTask<(long Count, bool Completed)> RunAsync(IReadOnlyList<Stripe> stripes, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var stripe in stripes)
        {
            int removed;
            do
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    return (count, Completed: false);
                }

                removed = RemoveBatch(stripe);
                count += removed;
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
