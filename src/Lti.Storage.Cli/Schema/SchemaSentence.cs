namespace Lti.Storage.Cli.Schema;

/// <summary>What a schema's status means, in a sentence.</summary>
internal static class SchemaSentence
{
    public static string Of(string schema, SchemaStatus status) => status switch
    {
        { IsIncompatible: true } => $"The schema '{schema}' has version {status.Version}, which a newer library made and this one, which knows {status.KnownVersion}, can't work with.",
        { MissingVersions: [_, ..] missing } => $"The schema '{schema}' has version {status.Version} of {status.KnownVersion}; missing: {string.Join(", ", missing)}.",
        _ when status.Version > status.KnownVersion => $"The schema '{schema}' has version {status.Version}, newer than the {status.KnownVersion} that this library knows, and works on.",
        _ => $"The schema '{schema}' is up to date, at version {status.Version}.",
    };
}
