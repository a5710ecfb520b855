namespace Lti.Storage.Abstractions.Tests.AccessTokens;

/// <summary>Stores one token without any rule, and answers or fails as a test says.</summary>
internal sealed class TokenStorage : IAccessTokenStorage
{
    public static AccessTokenRequest Request { get; }
        = new("https://lms.example.edu", "client", "https://lms.example.edu/token", ["scope"]);

    public ClientKey Client { get; } = new(Guid.NewGuid());

    public NewAccessToken? Stored { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>The outcome while no token is stored.</summary>
    public AccessTokenOutcome Outcome { get; set; } = AccessTokenOutcome.Leased;

    public TimeSpan RetryIn { get; set; } = TimeSpan.FromSeconds(30);

    public int Looks { get; private set; }

    public List<TimeSpan> Releases { get; } = [];

    /// <summary>Runs in each look before its answer.</summary>
    public Action? Looking { get; set; }

    public ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
    {
        Looks++;
        if (Failure is not null)
        {
            throw Failure;
        }

        var answer = new AccessTokenLookup
        {
            Outcome = Stored is null ? Outcome : AccessTokenOutcome.Found,
            Client = Client,
            RetryIn = RetryIn,
            Token = Stored is null ? null : new() { TokenId = Stored.TokenId, Token = Stored.Token, ExpiresIn = Stored.Lifetime },
        };
        Looking?.Invoke();
        return new(answer);
    }

    public ValueTask<bool> StoreAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Stored = token;
        return new(true);
    }

    public ValueTask<bool> ReleaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        Releases.Add(retryAfter);
        return new(true);
    }

    public ValueTask<bool> InvalidateAccessTokenAsync(
        AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
    {
        var wasStored = Stored?.TokenId == tokenId;
        Stored = wasStored ? null : Stored;
        return new(wasStored);
    }

    public IAsyncEnumerable<AccessTokenSummary> ListAccessTokensAsync(
        ClientKey? client = null, CancellationToken cancellationToken = default)
        => AsyncEnumerable.Empty<AccessTokenSummary>();

    public ValueTask<long> ClearAccessTokensAsync(ClientKey? client = null, CancellationToken cancellationToken = default) => new(0);
}
