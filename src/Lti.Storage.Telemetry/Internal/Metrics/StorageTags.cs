using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Holds the tags of a storage, which every metric and span has.</summary>
internal sealed class StorageTags
{
    private readonly KeyValuePair<string, object?>[] _tags;

    public StorageTags(string system, string? name)
    {
        KeyValuePair<string, object?> systemTag = new(TelemetryNames.DatabaseSystemTag, system);
        _tags = name is null ? [systemTag] : [systemTag, new(TelemetryNames.StorageNameTag, name)];
    }

    /// <summary>Creates an array of the storage's tags and further ones.</summary>
    public KeyValuePair<string, object?>[] ArrayWith(params ReadOnlySpan<KeyValuePair<string, object?>> further) => [.. _tags, .. further];

    /// <summary>Creates a list of the storage's tags and further ones without an allocation.</summary>
    public TagList With(params ReadOnlySpan<KeyValuePair<string, object?>> further)
    {
        var tags = new TagList(_tags);
        foreach (var tag in further)
        {
            tags.Add(tag);
        }

        return tags;
    }
}
