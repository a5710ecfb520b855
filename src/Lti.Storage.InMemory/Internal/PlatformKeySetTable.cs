namespace Lti.Storage.InMemory.Internal;

/// <summary>Stores platform key sets, leases and times between fetches (rules P1 to P4). Not thread-safe.</summary>
internal sealed class PlatformKeySetTable
{
    private readonly ExpiringTable<string, Row> _rows = new();

    public DateTimeOffset? FirstExpiry => _rows.FirstExpiry;

    public PlatformKeySetLookup Lease(
        string id, Guid leaseId, TimeSpan leaseFor, Guid? knownSetId, bool needsAnother, DateTimeOffset now)
    {
        var row = _rows.Find(id)?.Value ?? new Row();
        var (set, retryIn) = (ReadSet(row, knownSetId, now), row.RetryAt > now ? row.RetryAt.Value - now : TimeSpan.Zero);
        if (row.FreshUntil > now && !(needsAnother && row.SetId == knownSetId))
        {
            return new() { Outcome = PlatformKeySetOutcome.Found, Set = set, RetryIn = retryIn };
        }

        if (retryIn > TimeSpan.Zero)
        {
            return new() { Outcome = PlatformKeySetOutcome.Postponed, Set = set, RetryIn = retryIn };
        }

        if (row.LeasedUntil > now && row.LeaseId != leaseId)
        {
            return new() { Outcome = PlatformKeySetOutcome.LeasedByAnother, Set = set, RetryIn = row.LeasedUntil.Value - now };
        }

        Set(id, row with { LeaseId = leaseId, LeasedUntil = now + leaseFor }, now);
        return new() { Outcome = PlatformKeySetOutcome.Leased, Set = set };
    }

    public bool Store(string id, Guid leaseId, NewPlatformKeySet set, DateTimeOffset now)
    {
        if (_rows.Find(id)?.Value.LeaseId != leaseId)
        {
            return false;
        }

        Set(
            id,
            new Row
            {
                SetId = set.SetId,
                Utf8 = set.Utf8.ToArray(),
                FetchedAt = now,
                FreshUntil = now + set.FreshFor,
                UsableUntil = now + set.UsableFor,
                RetryAt = now + set.RetryAfter,
            },
            now);
        return true;
    }

    public bool Release(string id, Guid leaseId, TimeSpan retryAfter, DateTimeOffset now)
    {
        if (_rows.Find(id)?.Value is not { } row || row.LeaseId != leaseId)
        {
            return false;
        }

        Set(id, row with { LeaseId = null, LeasedUntil = null, RetryAt = now + retryAfter }, now);
        return true;
    }

    public bool RemoveExpired(DateTimeOffset now) => _rows.RemoveExpired(now) is not null;

    private static StoredPlatformKeySet? ReadSet(Row row, Guid? knownSetId, DateTimeOffset now) => row.UsableUntil > now
        ? new()
        {
            SetId = row.SetId!.Value,
            Utf8 = row.SetId == knownSetId ? default : row.Utf8.ToArray(),
            Age = now - row.FetchedAt,
            FreshFor = row.FreshUntil > now ? row.FreshUntil.Value - now : TimeSpan.Zero,
            UsableFor = row.UsableUntil.Value - now,
        }
        : null;

    private void Set(string id, Row row, DateTimeOffset now)
        => _rows.Set(id, row, new[] { row.UsableUntil, row.LeasedUntil, row.RetryAt }.Max() ?? now);

    private sealed record Row
    {
        public Guid? LeaseId { get; init; }

        public DateTimeOffset? LeasedUntil { get; init; }

        public DateTimeOffset? RetryAt { get; init; }

        public Guid? SetId { get; init; }

        public ReadOnlyMemory<byte> Utf8 { get; init; }

        public DateTimeOffset FetchedAt { get; init; }

        public DateTimeOffset? FreshUntil { get; init; }

        public DateTimeOffset? UsableUntil { get; init; }
    }
}
