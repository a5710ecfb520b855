using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The state of the schema, from the journal of migrations.</summary>
/// <param name="Name">The schema's name.</param>
/// <param name="Title">Names the schema at the beginning of a sentence.</param>
/// <param name="Status">The status; null if it can't be read.</param>
/// <param name="Problem">Why it can't be read, or null.</param>
internal sealed record ExaminedSchema(string Name, string Title, SchemaStatus? Status, string? Problem)
{
    /// <summary>False if migrations are missing. Then their tables are missing too, and the doctor reports that once.</summary>
    public bool HasTables => Status is not { MissingVersions: [_, ..] };

    /// <summary>Reads the status. A status that can't be read is a finding.</summary>
    public static async Task<ExaminedSchema> ReadAsync(IDatabase database, CancellationToken cancellationToken)
    {
        try
        {
            var status = await database.Schema.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            return new(database.SchemaName, database.SchemaTitle, status, Problem: null);
        }
        catch (LtiSchemaException e)
        {
            return new(database.SchemaName, database.SchemaTitle, Status: null, LibraryMessage.InToolWords(e.Message));
        }
    }
}
