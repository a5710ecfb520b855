namespace Lti.Storage;

/// <summary>A key set that is to be stored.</summary>
public sealed record NewPlatformKeySet
{
    /// <summary>A new random id.</summary>
    public required Guid SetId { get; init; }

    /// <summary>The key set in UTF-8: 1 to 1,048,576 bytes.</summary>
    public required ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>The time in which the set is fresh: over zero.</summary>
    public required TimeSpan FreshFor { get; init; }

    /// <summary>The time in which the set serves if no newer one can be fetched. After it a cleanup removes the set: over zero.</summary>
    public required TimeSpan UsableFor { get; init; }

    /// <summary>The time in which no caller gets a lease: zero or more.</summary>
    public required TimeSpan RetryAfter { get; init; }
}
