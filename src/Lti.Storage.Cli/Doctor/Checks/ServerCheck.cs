namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that the server is new enough and accepts writes.</summary>
internal sealed class ServerCheck : ICheck<ExaminedDatabase>
{
    private const int OldestVersion = 15;

    public string Name => "server";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var version = database.Connection.PostgreSqlVersion;
        if (version.Major < OldestVersion)
        {
            return [Finding.Problem($"PostgreSQL {version} is too old.", $"Upgrade the server to version {OldestVersion} or later.")];
        }

        var (isStandby, isReadOnly) = await database.ReadOneAsync(
            "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on'",
            row => (row.GetBoolean(0), row.GetBoolean(1)),
            cancellationToken).ConfigureAwait(false);
        return (isStandby, isReadOnly) switch
        {
            (true, _) => [Finding.Problem(
                $"PostgreSQL {version} is a standby and accepts no writes.",
                "Connect to the primary, for example with several hosts and Target Session Attributes=read-write.")],
            (_, true) => [Finding.Problem(
                $"PostgreSQL {version} accepts no writes from this user or database: default_transaction_read_only is on.",
                "Turn it off for the role and the database.")],
            _ => [Finding.Ok($"PostgreSQL {version} accepts writes.")],
        };
    }
}
