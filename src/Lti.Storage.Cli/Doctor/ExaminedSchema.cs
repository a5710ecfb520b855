using Lti.Storage.Cli.Connecting;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Doctor;

/// <summary>What the journal of migrations says.</summary>
/// <param name="Name">The schema's name.</param>
/// <param name="Status">Null where it can't be read.</param>
/// <param name="Problem">Why it can't be read, or null.</param>
internal sealed record ExaminedSchema(string Name, SchemaStatus? Status, string? Problem)
{
    /// <summary>False only where it is known that migrations are missing: then what they make is missing too, and that is one finding.</summary>
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
