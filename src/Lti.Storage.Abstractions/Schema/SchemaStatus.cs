namespace Lti.Storage;

/// <summary>Compares the migrations of a schema with those of this version of the library.</summary>
public sealed record SchemaStatus
{
    /// <summary>The greatest applied version. 0 if none was applied.</summary>
    public required int Version { get; init; }

    /// <summary>The greatest version that this library knows.</summary>
    public required int KnownVersion { get; init; }

    /// <summary>The versions that this library needs and the schema lacks in their order. Empty if it is up to date.</summary>
    public required IReadOnlyList<int> MissingVersions { get; init; }

    /// <summary>True if a newer library changed the schema so that this one can't work with it.</summary>
    /// <remarks>A newer schema without such a change is usable. Nodes can be upgraded one after the other.</remarks>
    public required bool IsIncompatible { get; init; }

    /// <summary>True if this library can work with the schema.</summary>
    public bool IsUsable => MissingVersions.Count == 0 && !IsIncompatible;
}
