using System.Runtime.InteropServices;
using Lti.Storage.Internal.Loading;

namespace Lti.Storage.Internal.AccessTokens;

/// <summary>Loads a token: from the storage, from the platform, or after another node's request (rules A1 to A3).</summary>
internal sealed class TokenLoader(
    IAccessTokenStorage storage,
    AccessTokenOptions options,
    TokenProtection protection,
    TokenCopies copies,
    TokenCounters counters,
    IInvalidationSource? invalidation,
    TimeProvider time)
{
    private const int PollsWithReports = 8;
    private const int LeasesToWaitFor = 4;

    private static readonly TimeSpan _spareFor = TimeSpan.FromSeconds(5);

    public async Task<AccessToken> LoadAsync(
        TokenLoad load, AccessTokenRequest request, Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew)
    {
        protection.RequireStorable(request);
        var leaseId = Guid.NewGuid();
        var began = time.GetTimestamp();
        var hasWaited = false;
        while (true)
        {
            // The signal is taken before the look, so that no report falls between the look and the wait.
            var nextChange = copies.NextChangeAsync();
            var look = new Look(copies.Changes, time.GetTimestamp(), time.GetUtcNow());
            load.Changes = look.Changes;
            AccessTokenLookup found;
            try
            {
                found = await storage.LeaseAccessTokenAsync(request, leaseId, options.Leeway, options.LeaseFor).ConfigureAwait(false);
            }
            catch (LtiStorageUnavailableException) when (copies.FindUsable(request, _spareFor) is { } copy)
            {
                return copy;
            }
            catch (LtiStorageException)
            {
                counters.Failed(AccessTokenMetrics.StorageReason);
                throw;
            }

            switch (found.Outcome)
            {
                case AccessTokenOutcome.Found:
                    return Open(request, found, look);
                case AccessTokenOutcome.Leased:
                    return await RequestAsync(request, requestNew, leaseId, found, look).ConfigureAwait(false);
                case AccessTokenOutcome.Postponed:
                    counters.Failed(AccessTokenMetrics.PostponedReason);
                    throw LtiAccessTokenException.ForPostponed(request, found.RetryIn);
            }

            if (!hasWaited)
            {
                hasWaited = true;
                counters.Waited();
            }

            if (time.GetElapsedTime(began) >= LeasesToWaitFor * options.LeaseFor)
            {
                counters.Failed(AccessTokenMetrics.WaitReason);
                throw LtiAccessTokenException.ForWait(request, LeasesToWaitFor * options.LeaseFor);
            }

            await nextChange.WaitAsync(NextLook(found.RetryIn), time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns the time until the storage is looked at again unless a change is reported before.</summary>
    private TimeSpan NextLook(TimeSpan leased)
    {
        var poll = invalidation?.State == InvalidationState.Listening ? PollsWithReports * options.PollEvery : options.PollEvery;
        return leased > TimeSpan.Zero && leased < poll ? leased : leased > TimeSpan.Zero ? poll : options.PollEvery;
    }

    private AccessToken Open(AccessTokenRequest request, AccessTokenLookup found, Look look)
    {
        var stored = found.Token!;
        string value;
        try
        {
            value = protection.Open(request, stored.Token);
        }
        catch (LtiSecretException)
        {
            counters.Failed(AccessTokenMetrics.StorageReason);
            throw;
        }

        var token = new AccessToken(request, stored.TokenId, value, look.Now + stored.ExpiresIn);
        copies.Keep(found.Client, token, look.At, stored.ExpiresIn, look.Changes);
        return token;
    }

    private async Task<AccessToken> RequestAsync(
        AccessTokenRequest request,
        Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew,
        Guid leaseId,
        AccessTokenLookup found,
        Look look)
    {
        var sentAt = time.GetTimestamp();
        AccessTokenAnswer answer;
        try
        {
            answer = await AskAsync(request, requestNew, look).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            counters.Requested(isObtained: false, found.IsRefresh, time.GetElapsedTime(sentAt));
            await ReleaseAsync(request, leaseId, (e as LtiAccessTokenException)?.RetryAfter).ConfigureAwait(false);
            throw;
        }

        counters.Requested(isObtained: true, found.IsRefresh, time.GetElapsedTime(sentAt));

        // The platform counts from its answer, which came after the look. So the token may live a little longer than this.
        var token = new AccessToken(request, Guid.NewGuid(), answer.Token, look.Now + answer.Lifetime);
        var lifetime = answer.Lifetime - time.GetElapsedTime(look.At);
        if (lifetime <= TimeSpan.Zero)
        {
            await ReleaseAsync(request, leaseId, retryAfter: null).ConfigureAwait(false);
            return token;
        }

        await StoreAsync(leaseId, found.Client, token, lifetime).ConfigureAwait(false);
        return token;
    }

    private Task<AccessTokenAnswer> AskAsync(
        AccessTokenRequest request, Func<AccessTokenRequest, CancellationToken, Task<AccessTokenAnswer>> requestNew, Look look)
        => LeasedWork.RunAsync(
            leaseEnds => requestNew(request, leaseEnds),
            options.LeaseFor - time.GetElapsedTime(look.At),
            time,
            () => LtiAccessTokenException.ForTimeout(request, options.LeaseFor));

    private async Task StoreAsync(Guid leaseId, ClientKey client, AccessToken token, TimeSpan lifetime)
    {
        var look = new Look(copies.Changes, time.GetTimestamp(), default);
        try
        {
            var secret = protection.Protect(token.Request, token.Value);
            var stored = new NewAccessToken { TokenId = token.Id, Token = secret, Lifetime = lifetime };
            if (await storage.StoreAccessTokenAsync(token.Request, leaseId, stored).ConfigureAwait(false))
            {
                copies.Keep(client, token, look.At, lifetime, look.Changes);
            }
        }
        catch (LtiStorageUnavailableException)
        {
            // The callers have a token nevertheless. Others ask when the lease has ended.
            counters.Failed(AccessTokenMetrics.StorageReason);
        }
        catch (LtiStorageException)
        {
            counters.Failed(AccessTokenMetrics.StorageReason);
            await ReleaseAsync(token.Request, leaseId, retryAfter: null).ConfigureAwait(false);
            throw;
        }
    }

    private async Task ReleaseAsync(AccessTokenRequest request, Guid leaseId, TimeSpan? retryAfter)
    {
        var wait = retryAfter ?? TimeSpan.Zero;
        try
        {
            await storage.ReleaseAccessTokenAsync(request, leaseId, wait < options.LongestRetryAfter ? wait : options.LongestRetryAfter)
                .ConfigureAwait(false);
        }
        catch (LtiStorageException)
        {
            // The lease ends by itself. The caller needs the error of the request.
        }
    }

    /// <param name="Changes">The number of changes before the look.</param>
    /// <param name="At">The timestamp before it.</param>
    /// <param name="Now">The caller's time before it.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Look(long Changes, long At, DateTimeOffset Now);
}
