using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.ToolKeys;

namespace Lti.Storage.Cli.Doctor.KeyChecks;

/// <summary>Checks that private keys are protected, and that the program's protector reads them if it is given.</summary>
internal sealed class ProtectionCheck : ICheck<ExaminedKeys>
{
    public string Name => "secrets";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedKeys database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>(Find(database));

    private static List<Finding> Find(ExaminedKeys examined)
    {
        if (examined.Stored.All(static key => key.IsRemoved))
        {
            return [];
        }

        List<string> unprotected =
        [
            .. examined.Stored.Where(static key => key.PrivateKey is { IsProtected: false }).Select(static key => key.KeyId),
        ];
        var unreadable = examined.Protector is { } protector ? UnreadableKeys.Find(examined.Stored, protector) : [];
        List<Finding> findings = [];
        if (unprotected.Count > 0)
        {
            findings.Add(Finding.Warning(
                $"Private keys are stored without protection: {Names(unprotected)}.",
                "Call ProtectSecrets() in the tool and leave AllowUnprotectedSecrets off. Then run lti-storage keys rotate."));
        }

        if (unreadable.Count > 0)
        {
            findings.Add(Finding.Problem(
                $"The given Data Protection keys can't read the private keys {Names(unreadable)}.",
                "Check the folder and the application name. If the keys are lost, run lti-storage keys revoke for each."));
        }

        return findings.Count > 0
            ? findings
            : [Finding.Ok($"All private keys are protected{(examined.Protector is null ? "" : " and can be read")}.")];
    }

    private static string Names(IEnumerable<string> keyIds) => string.Join(", ", keyIds.Select(static keyId => $"'{keyId}'"));
}
