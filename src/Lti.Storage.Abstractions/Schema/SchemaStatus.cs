namespace Lti.Storage;

/// <summary>Which migrations a schema has had, against those that this version of the library knows.</summary>
public sealed record SchemaStatus
{
    /// <summary>The greatest version that was applied; 0 where none was.</summary>
    public required int Version { get; init; }

    /// <summary>The greatest version that this library knows.</summary>
    public required int KnownVersion { get; init; }

    /// <summary>The versions that this library needs and the schema lacks, in their order; empty where it is up to date.</summary>
    public required IReadOnlyList<int> MissingVersions { get; init; }

    /// <summary>
    /// Whether a newer library changed the schema in a way that this one cannot work with. A newer schema without such a change is usable, so
    /// that nodes can be upgraded one after the other.
    /// </summary>
    public required bool IsIncompatible { get; init; }

    /// <summary>Whether this library can work with the schema as it is.</summary>
    public bool IsUsable => MissingVersions.Count == 0 && !IsIncompatible;
}
