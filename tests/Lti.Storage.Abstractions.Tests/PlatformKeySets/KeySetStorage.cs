namespace Lti.Storage.Abstractions.Tests.PlatformKeySets;

/// <summary>Stores one set without any rule, and answers or fails as a test says.</summary>
internal sealed class KeySetStorage : IPlatformKeySetStorage
{
    public NewPlatformKeySet? Stored { get; set; }

    public Exception? Failure { get; set; }

    /// <summary>The outcome if no usable set is stored.</summary>
    public PlatformKeySetOutcome Outcome { get; set; } = PlatformKeySetOutcome.Leased;

    public TimeSpan RetryIn { get; set; }

    public bool IsStale { get; set; }

    public int Looks { get; private set; }

    public List<TimeSpan> Releases { get; } = [];

    /// <summary>Runs in each look before its answer.</summary>
    public Action? Looking { get; set; }

    public ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
        string jwksUrl,
        Guid leaseId,
        TimeSpan leaseFor,
        Guid? knownSetId = null,
        bool needsAnother = false,
        CancellationToken cancellationToken = default)
    {
        Looks++;
        Looking?.Invoke();
        if (Failure is not null)
        {
            throw Failure;
        }

        var isFound = Stored is not null && !IsStale && !(needsAnother && Stored.SetId == knownSetId);
        return new(new PlatformKeySetLookup
        {
            Outcome = isFound ? PlatformKeySetOutcome.Found : Outcome,
            RetryIn = RetryIn,
            Set = Stored is null ? null : new()
            {
                SetId = Stored.SetId,
                Utf8 = Stored.SetId == knownSetId ? default : Stored.Utf8,
                Age = TimeSpan.Zero,
                FreshFor = IsStale ? TimeSpan.Zero : Stored.FreshFor,
                UsableFor = Stored.UsableFor,
            },
        });
    }

    public ValueTask<bool> StorePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        Stored = keySet;
        return new(true);
    }

    public ValueTask<bool> ReleasePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        Releases.Add(retryAfter);
        return new(true);
    }
}
