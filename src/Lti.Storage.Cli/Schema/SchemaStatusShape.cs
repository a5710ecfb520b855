namespace Lti.Storage.Cli.Schema;

/// <summary>The JSON of <c>migrate --check</c>.</summary>
internal sealed record SchemaStatusShape(
    string Schema, int Version, int KnownVersion, IReadOnlyList<int> MissingVersions, bool IsIncompatible, bool IsUsable)
{
    public static SchemaStatusShape Of(string schema, SchemaStatus status)
        => new(schema, status.Version, status.KnownVersion, status.MissingVersions, status.IsIncompatible, status.IsUsable);
}
