using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks the version of the schema, as <c>migrate --check</c> does.</summary>
internal sealed class FileSchemaCheck : ICheck<ExaminedFile>
{
    public string Name => "schema";

    public bool NeedsTables => false;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>([SchemaCheck.Find(database.Schema, "Run lti-storage migrate.")]);
}
