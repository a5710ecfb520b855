using System.Runtime.InteropServices;
using Lti.Storage.Internal.Loading;

namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>Loads a key set: from the storage, from the platform, or after another node's fetch (rules P1 to P5).</summary>
internal sealed class KeySetLoader(
    IPlatformKeySetStorage storage, PlatformKeySetOptions options, KeySetCopies copies, KeySetCounters counters, TimeProvider time)
{
    private const int LeasesToWaitFor = 4;

    private static readonly TimeSpan _spareFor = TimeSpan.FromSeconds(5);

    /// <param name="jwksUrl">The address.</param>
    /// <param name="lacking">The copy that lacks the key. Null: any set will do.</param>
    /// <param name="fetch">Fetches the set.</param>
    public async Task<KeySetLoad> LoadAsync(
        string jwksUrl, KeySetCopy? lacking, Func<string, CancellationToken, Task<PlatformKeySetAnswer>> fetch)
    {
        var known = lacking ?? copies.FindUsable(jwksUrl);
        var (knownId, needsAnother) = (known?.SetId, lacking is not null);
        var leaseId = Guid.NewGuid();
        var began = time.GetTimestamp();
        var hasWaited = false;
        while (true)
        {
            var look = new Look(time.GetTimestamp(), time.GetUtcNow());
            PlatformKeySetLookup found;
            try
            {
                found = await storage.LeasePlatformKeySetAsync(jwksUrl, leaseId, options.LeaseFor, knownId, needsAnother)
                    .ConfigureAwait(false);
            }
            catch (LtiStorageUnavailableException) when (copies.FindUsable(jwksUrl) is { } copy)
            {
                return new(copies.Settle(jwksUrl, copy, _spareFor), IsFinal: true);
            }

            var isReadable = TryOpen(jwksUrl, found, known, look, out var last);
            if (!isReadable && found.Outcome == PlatformKeySetOutcome.Found)
            {
                // Another program wrote what is no key set. It counts as a set that lacks the key.
                (known, knownId, needsAnother) = (null, found.Set!.SetId, true);
                continue;
            }

            switch (found.Outcome)
            {
                case PlatformKeySetOutcome.Found:
                    return new(last!, IsFinal: found.RetryIn > TimeSpan.Zero);
                case PlatformKeySetOutcome.Leased:
                    return await FetchAsync(jwksUrl, leaseId, last, needsAnother, fetch, look).ConfigureAwait(false);
                case PlatformKeySetOutcome.Postponed:
                    return new(last ?? throw LtiPlatformKeySetException.ForPostponed(jwksUrl, found.RetryIn), IsFinal: true);
            }

            if (!hasWaited)
            {
                hasWaited = true;
                counters.Waited();
            }

            if (time.GetElapsedTime(began) >= LeasesToWaitFor * options.LeaseFor)
            {
                return last is not null
                    ? new(copies.Settle(jwksUrl, last, _spareFor), IsFinal: true)
                    : throw LtiPlatformKeySetException.ForWait(jwksUrl, LeasesToWaitFor * options.LeaseFor);
            }

            var poll = found.RetryIn > TimeSpan.Zero && found.RetryIn < options.PollEvery ? found.RetryIn : options.PollEvery;
            await Task.Delay(poll, time).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps the set that was found, if any. False if it can't be read.</summary>
    private bool TryOpen(string jwksUrl, PlatformKeySetLookup found, KeySetCopy? known, Look look, out KeySetCopy? copy)
    {
        copy = null;
        if (found.Set is not { } stored)
        {
            return true;
        }

        ParsedKeySet parsed;
        try
        {
            parsed = known?.SetId == stored.SetId ? known.Set.Parsed : KeySetReader.Read(stored.Utf8);
        }
        catch (LtiPlatformKeySetException)
        {
            return false;
        }

        // The rest of another caller's lease settles nothing: its fetch may end at any time.
        var settledFor = found.Outcome is PlatformKeySetOutcome.Found or PlatformKeySetOutcome.Postponed ? found.RetryIn : TimeSpan.Zero;
        var set = new PlatformKeySet(jwksUrl, parsed, look.Now - stored.Age, isStale: false);
        copy = copies.Keep(jwksUrl, set, stored.SetId, look.At, stored.FreshFor, stored.UsableFor, settledFor);
        return true;
    }

    private async Task<KeySetLoad> FetchAsync(
        string jwksUrl,
        Guid leaseId,
        KeySetCopy? last,
        bool needsAnother,
        Func<string, CancellationToken, Task<PlatformKeySetAnswer>> fetch,
        Look look)
    {
        var reason = last is null ? PlatformKeySetMetrics.MissingReason
            : needsAnother && time.GetTimestamp() < last.StaleFrom ? PlatformKeySetMetrics.UnknownKeyReason
            : PlatformKeySetMetrics.ExpiredReason;
        var sentAt = time.GetTimestamp();
        ParsedKeySet parsed;
        PlatformKeySetAnswer answer;
        try
        {
            answer = await LeasedWork.RunAsync(
                leaseEnds => fetch(jwksUrl, leaseEnds),
                options.LeaseFor - time.GetElapsedTime(look.At),
                time,
                () => LtiPlatformKeySetException.ForTimeout(jwksUrl, options.LeaseFor)).ConfigureAwait(false);
            parsed = KeySetReader.Read(answer.Utf8);
        }
#pragma warning disable CA1031 // The tool's request may fail with anything. Without an earlier set the callers get it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            counters.Fetched(
                e is LtiPlatformKeySetException { IsRefusal: true }
                    ? PlatformKeySetMetrics.RefusedOutcome
                    : PlatformKeySetMetrics.FailedOutcome,
                reason,
                time.GetElapsedTime(sentAt));
            await ReleaseAsync(jwksUrl, leaseId).ConfigureAwait(false);
            if (last is null || time.GetTimestamp() >= last.UsableUntil)
            {
                throw;
            }

            return new(copies.Settle(jwksUrl, last, KeySetTimes.BetweenFetches), IsFinal: true);
        }

        counters.Fetched(PlatformKeySetMetrics.ObtainedOutcome, reason, time.GetElapsedTime(sentAt));
        return new(await StoreAsync(jwksUrl, leaseId, parsed, answer.MaxAge).ConfigureAwait(false), IsFinal: true);
    }

    private async Task<KeySetCopy> StoreAsync(string jwksUrl, Guid leaseId, ParsedKeySet parsed, TimeSpan? maxAge)
    {
        var (at, setId, freshFor) = (time.GetTimestamp(), Guid.NewGuid(), KeySetTimes.FreshFor(maxAge));
        var set = new PlatformKeySet(jwksUrl, parsed, time.GetUtcNow(), isStale: false);
        try
        {
            await storage.StorePlatformKeySetAsync(
                jwksUrl,
                leaseId,
                new NewPlatformKeySet
                {
                    SetId = setId,
                    Utf8 = parsed.Utf8,
                    FreshFor = freshFor,
                    UsableFor = KeySetTimes.Usable,
                    RetryAfter = KeySetTimes.BetweenFetches,
                }).ConfigureAwait(false);
        }
        catch (LtiStorageException)
        {
            // The callers have a set nevertheless, and this node keeps it. Others fetch when the lease has ended.
        }

        return copies.Keep(jwksUrl, set, setId, at, freshFor, KeySetTimes.Usable, KeySetTimes.BetweenFetches);
    }

    private async Task ReleaseAsync(string jwksUrl, Guid leaseId)
    {
        try
        {
            await storage.ReleasePlatformKeySetAsync(jwksUrl, leaseId, KeySetTimes.BetweenFetches).ConfigureAwait(false);
        }
        catch (LtiStorageException)
        {
            // The lease ends by itself. The caller needs the last good set or the error of the fetch.
        }
    }

    /// <param name="At">The timestamp before the look.</param>
    /// <param name="Now">The caller's time before it.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Look(long At, DateTimeOffset Now);
}
