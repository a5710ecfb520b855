namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores access tokens, leases and waits (rules A1 to A5 and A7). Not thread-safe.</summary>
internal sealed class AccessTokenTable
{
    private readonly ExpiringTable<(Guid Client, string RequestId), Row> _rows = new();

    public DateTimeOffset? FirstExpiry => _rows.FirstExpiry;

    public AccessTokenLookup Lease(
        ClientKey client, AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, DateTimeOffset now)
    {
        var row = _rows.Find(Key(client, request))?.Value ?? new Row { Request = request };
        if (row.TokenUntil > now + leeway)
        {
            return new()
            {
                Outcome = AccessTokenOutcome.Found,
                Client = client,
                Token = new StoredAccessToken { TokenId = row.TokenId!.Value, Token = row.Token!, ExpiresIn = row.TokenUntil.Value - now },
            };
        }

        if (row.RetryAt > now)
        {
            return new() { Outcome = AccessTokenOutcome.Postponed, Client = client, RetryIn = row.RetryAt.Value - now };
        }

        if (row.LeasedUntil > now && row.LeaseId != leaseId)
        {
            return new() { Outcome = AccessTokenOutcome.LeasedByAnother, Client = client, RetryIn = row.LeasedUntil.Value - now };
        }

        Set(client, row with { LeaseId = leaseId, LeasedUntil = now + leaseFor }, now);
        return new() { Outcome = AccessTokenOutcome.Leased, Client = client, IsRefresh = row.Token is not null };
    }

    public bool Store(ClientKey client, AccessTokenRequest request, Guid leaseId, NewAccessToken token, DateTimeOffset now)
    {
        if (Find(client, request) is not { } row || row.LeaseId != leaseId)
        {
            return false;
        }

        Set(
            client,
            row with
            {
                LeaseId = null,
                LeasedUntil = null,
                RetryAt = null,
                TokenId = token.TokenId,
                Token = token.Token with { Bytes = token.Token.Bytes.ToArray() },
                TokenUntil = now + token.Lifetime,
                StoredAt = now,
            },
            now);
        return true;
    }

    public bool Release(ClientKey client, AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, DateTimeOffset now)
    {
        if (Find(client, request) is not { } row || row.LeaseId != leaseId)
        {
            return false;
        }

        var retryAt = retryAfter > TimeSpan.Zero ? now + retryAfter : default(DateTimeOffset?);
        Set(client, row with { LeaseId = null, LeasedUntil = null, RetryAt = retryAt }, now);
        return true;
    }

    public bool Invalidate(ClientKey client, AccessTokenRequest request, Guid tokenId, DateTimeOffset now)
    {
        if (Find(client, request) is not { } row || row.TokenId != tokenId)
        {
            return false;
        }

        Set(client, row with { TokenId = null, Token = null, TokenUntil = null, StoredAt = null }, now);
        return row.TokenUntil > now;
    }

    /// <summary>Lists the rows after a key in the order of their keys.</summary>
    public IEnumerable<AccessTokenSummary> List(ClientKey? client, (Guid Client, string RequestId)? after, DateTimeOffset now) => _rows.All
        .Where(row => row.ExpiresAt > now && (client is null || row.Key.Client == client.Value.Value)
            && (after is null || Compare(row.Key, after.Value) > 0))
        .OrderBy(static row => row.Key, Comparer<(Guid, string)>.Create(Compare))
        .Select(row => new AccessTokenSummary
        {
            Client = new(row.Key.Client),
            RequestId = row.Key.RequestId,
            TokenUrl = row.Value.Request.TokenUrl,
            Scope = row.Value.Request.Scope,
            Age = now - row.Value.StoredAt,
            ExpiresIn = row.Value.TokenUntil - now,
            IsProtected = row.Value.Token?.IsProtected,
            LeasedFor = row.Value.LeasedUntil > now ? row.Value.LeasedUntil - now : null,
            RetryIn = row.Value.RetryAt > now ? row.Value.RetryAt - now : null,
        });

    /// <summary>Removes the rows of a client, or of all. Returns how many had not expired.</summary>
    public long Clear(ClientKey? client, DateTimeOffset now)
        => _rows.All.Where(row => client is null || row.Key.Client == client.Value.Value).ToList()
            .Count(row => _rows.Remove(row.Key)!.ExpiresAt > now);

    public bool RemoveExpired(DateTimeOffset now) => _rows.RemoveExpired(now) is not null;

    private static (Guid Client, string RequestId) Key(ClientKey client, AccessTokenRequest request) => (client.Value, request.Id);

    private static int Compare((Guid Client, string RequestId) one, (Guid Client, string RequestId) other)
        => one.Client.CompareTo(other.Client) is not 0 and var order ? order : string.CompareOrdinal(one.RequestId, other.RequestId);

    private Row? Find(ClientKey client, AccessTokenRequest request) => _rows.Find(Key(client, request))?.Value;

    private void Set(ClientKey client, Row row, DateTimeOffset now)
        => _rows.Set(Key(client, row.Request), row, new[] { row.TokenUntil, row.LeasedUntil, row.RetryAt }.Max() ?? now);

    private sealed record Row
    {
        public required AccessTokenRequest Request { get; init; }

        public Guid? LeaseId { get; init; }

        public DateTimeOffset? LeasedUntil { get; init; }

        public DateTimeOffset? RetryAt { get; init; }

        public Guid? TokenId { get; init; }

        public StoredSecret? Token { get; init; }

        public DateTimeOffset? TokenUntil { get; init; }

        public DateTimeOffset? StoredAt { get; init; }
    }
}
