namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that the database can hold all text.</summary>
internal sealed class EncodingCheck : ICheck<ExaminedDatabase>
{
    public string Name => "encoding";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var encoding = await database.SettingAsync("server_encoding", cancellationToken).ConfigureAwait(false);
        return encoding == "UTF8"
            ? [Finding.Ok("The database's encoding is UTF8.")]
            : [Finding.Problem(
                $"The database's encoding is {encoding}. It can't hold all text, and the same text may be stored in several ways.",
                "Create a database with ENCODING 'UTF8' TEMPLATE template0, and move the data there with pg_dump and pg_restore.")];
    }
}
