namespace Lti.Storage.Cli.Schema;

/// <summary>Describes a schema's status in a sentence.</summary>
internal static class SchemaSentence
{
    public static string Of(string schema, SchemaStatus status) => status switch
    {
        { IsIncompatible: true } => $"The schema '{schema}' has version {status.Version} of a newer library. "
            + $"This library knows version {status.KnownVersion} and can't work with it.",
        { MissingVersions: [_, ..] missing }
            => $"The schema '{schema}' has version {status.Version} of {status.KnownVersion}. Missing: {string.Join(", ", missing)}.",
        _ when status.Version > status.KnownVersion
            => $"The schema '{schema}' has version {status.Version}. This library knows version {status.KnownVersion} and works with it.",
        _ => $"The schema '{schema}' is up to date, at version {status.Version}.",
    };
}
