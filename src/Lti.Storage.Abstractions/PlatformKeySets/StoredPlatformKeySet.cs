namespace Lti.Storage;

/// <summary>A key set as it was read. Times are relative to the moment of the read by the storage's clock.</summary>
public sealed record StoredPlatformKeySet
{
    /// <summary>The id that <see cref="NewPlatformKeySet.SetId"/> gave.</summary>
    public required Guid SetId { get; init; }

    /// <summary>The key set in UTF-8. Empty if the caller named this set as the one that it has.</summary>
    public required ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>The time since the set was stored.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>The time until the set is no longer fresh. Zero if it is not.</summary>
    public required TimeSpan FreshFor { get; init; }

    /// <summary>The time until the set no longer serves and a cleanup removes it: over zero.</summary>
    public required TimeSpan UsableFor { get; init; }
}
