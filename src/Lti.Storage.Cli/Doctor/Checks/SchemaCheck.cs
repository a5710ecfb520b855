using Lti.Storage.Cli.Schema;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks the version of the schema, as <c>migrate --check</c> does.</summary>
internal sealed class SchemaCheck : ICheck<ExaminedDatabase>
{
    public string Name => "schema";

    public bool NeedsTables => false;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>([Find(
            database.Schema,
            "Run lti-storage migrate, or have the database administrator apply the SQL of lti-storage migrate --script.")]);

    /// <param name="schema">The schema.</param>
    /// <param name="advice">How to apply the missing migrations.</param>
    public static Finding Find(ExaminedSchema schema, string advice)
    {
        if (schema.Status is not { } status)
        {
            return new Finding(FindingStatus.Problem, schema.Problem!, Advice: null);
        }

        var sentence = SchemaSentence.Of(schema.Title, status);
        return status switch
        {
            { IsIncompatible: true } => Finding.Problem(sentence, "Update the library in the tool, and lti-storage."),
            { MissingVersions: [_, ..] } => Finding.Problem(sentence, advice),
            _ when status.Version > status.KnownVersion => Finding.Warning(
                sentence, "Update lti-storage, and programs with the same version of the library."),
            _ => Finding.Ok(sentence),
        };
    }
}
