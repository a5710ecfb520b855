namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>What a commit waits for.</summary>
internal sealed class CommitCheck : ICheck
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
                "synchronous_commit is off. Nonces and launches are on disk all the same when they are answered; other changes of the last moments may be lost in a crash.",
                "Set it to on, unless that is what you want.")],
            "local" when !string.IsNullOrEmpty(standbys) => [Finding.Warning(
                "synchronous_commit is local, though there are synchronous standbys: one that takes over may not know of the last used nonces.",
                "Set it to on.")],
            _ => [Finding.Ok($"synchronous_commit is {value}.")],
        };
    }
}
