using System.CommandLine;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The command <c>keys import</c>.</summary>
internal static class ImportKey
{
    private static readonly Argument<string> _file = new("file")
    {
        Description = "The path of a PEM file with one RSA private key of at least 2048 bits, without a password. "
            + "/dev/stdin reads standard input.",
    };

    private static readonly Option<string> _keyId = Inputs.Required(
        "--key-id", "The id that platforms know the key by: kid in the key set.");

    public static Command Create() => new ToolCommand(
        "import",
        "Imports a private key under its id. It signs at once if no key is there, and is announced first otherwise.",
        "keys import key.pem --key-id 2024-01 --data-protection-keys /var/lib/my-tool/keys --application-name my-tool",
        "keys import key.pem --key-id 2024-01 --allow-unprotected --json")
    {
        _file,
        _keyId,
    }.Adds(RunAsync);

    private static async Task RunAsync(ToolKeyRing ring, CommandRun run, CancellationToken cancellationToken)
    {
        var keyId = run.Required(_keyId);
        var pem = await PemFile.ReadAsync(Path.GetFullPath(run.Value(_file), run.Host.Folder), cancellationToken).ConfigureAwait(false);
        try
        {
            await ring.ImportAsync(pem, keyId, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException e) when (e.ParamName == "pem")
        {
            throw new RefusedException(InputError.WithoutSuffix(e));
        }

        var added = (await ring.ListAsync(CancellationToken.None).ConfigureAwait(false)).First(key => key.KeyId == keyId);
        run.Output.Write(
            KeyShape.Of(added), KeyJson.Default.KeyShape, text => text.Line($"Imported the key '{keyId}'. {KeyShape.Sentence(added)}"));
    }
}
