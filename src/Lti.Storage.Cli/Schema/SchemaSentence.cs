namespace Lti.Storage.Cli.Schema;

/// <summary>Describes a schema's status in a sentence.</summary>
internal static class SchemaSentence
{
    /// <param name="title">The schema, as at the beginning of a sentence.</param>
    /// <param name="status">Its status.</param>
    public static string Of(string title, SchemaStatus status) => status switch
    {
        { IsIncompatible: true } => $"{title} has version {status.Version} of a newer library. "
            + $"This library knows version {status.KnownVersion} and can't work with it.",
        { MissingVersions: [_, ..] missing }
            => $"{title} has version {status.Version} of {status.KnownVersion}. Missing: {string.Join(", ", missing)}.",
        _ when status.Version > status.KnownVersion
            => $"{title} has version {status.Version}. This library knows version {status.KnownVersion} and works with it.",
        _ => $"{title} is up to date, at version {status.Version}.",
    };
}
