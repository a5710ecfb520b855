namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that a commit waits for the disk.</summary>
internal sealed class CommitCheck : ICheck<ExaminedDatabase>
{
    public string Name => "synchronous_commit";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var value = await database.SettingAsync("synchronous_commit", cancellationToken).ConfigureAwait(false);
        var standbys = await database.SettingAsync("synchronous_standby_names", cancellationToken).ConfigureAwait(false);
        return value switch
        {
            "off" => [Finding.Warning(
                "synchronous_commit is off. A crash may lose the latest changes, "
                    + "except nonces and launches, which always wait for the disk.",
                "Set it to on, unless you accept that loss.")],
            "local" when !string.IsNullOrEmpty(standbys) => [Finding.Warning(
                "synchronous_commit is local, though there are synchronous standbys. "
                    + "After a failover, the latest used nonces may be usable again.",
                "Set it to on.")],
            _ => [Finding.Ok($"synchronous_commit is {value}.")],
        };
    }
}
