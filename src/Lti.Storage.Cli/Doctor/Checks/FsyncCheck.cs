namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that committed data survives a failure of the machine.</summary>
internal sealed class FsyncCheck : ICheck<ExaminedDatabase>
{
    public string Name => "fsync";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        List<string> off = [];
        foreach (var setting in (string[])["fsync", "full_page_writes"])
        {
            if (await database.SettingAsync(setting, cancellationToken).ConfigureAwait(false) == "off")
            {
                off.Add(setting);
            }
        }

        return off.Count == 0
            ? [Finding.Ok("fsync and full_page_writes are on.")]
            : [Finding.Problem(
                $"{string.Join(" and ", off)} {(off.Count == 1 ? "is" : "are")} off. "
                    + "A failure of the machine may damage the database, and used nonces may be usable again.",
                "Turn it on, unless the database may be lost.")];
    }
}
