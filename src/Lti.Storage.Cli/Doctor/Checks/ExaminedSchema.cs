using Lti.Storage.Cli.Connecting;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The state of the schema, from the journal of migrations.</summary>
/// <param name="Name">The schema's name.</param>
/// <param name="Status">The status; null if it can't be read.</param>
/// <param name="Problem">Why it can't be read, or null.</param>
internal sealed record ExaminedSchema(string Name, SchemaStatus? Status, string? Problem)
{
    /// <summary>False if migrations are missing. Then their tables are missing too, and the doctor reports that once.</summary>
    public bool HasTables => Status is not { MissingVersions: [_, ..] };

    public static async Task<ExaminedSchema> ReadAsync(PostgreSqlSchema schema, CancellationToken cancellationToken)
    {
        try
        {
            return new(schema.Name, await schema.GetStatusAsync(cancellationToken).ConfigureAwait(false), Problem: null);
        }
        catch (LtiSchemaException e)
        {
            return new(schema.Name, Status: null, LibraryMessage.InToolWords(e.Message));
        }
    }
}
