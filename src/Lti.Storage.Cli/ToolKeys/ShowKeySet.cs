using System.CommandLine;
using System.Text;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The command <c>keys jwks</c>.</summary>
internal static class ShowKeySet
{
    public static Command Create() => new ToolCommand(
        "jwks",
        "Prints the public key set as the tool publishes it, byte for byte. It makes no key.",
        "keys jwks",
        "keys jwks | jq -r '.keys[].kid'")
    {
        RetireOption.Days,
    }.Reads(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        using var ring = KeyRing.CreateReader(database, run.RetireFor());
        var keys = await ring.ListAsync(cancellationToken).ConfigureAwait(false);
        if (!keys.Any(static key => key.State == ToolKeyState.Active))
        {
            // The ring would try to make one.
            throw new AnswerException("No key signs, so there is no key set. The tool makes a key at its next use.");
        }

        var set = await ring.GetJwksAsync(cancellationToken).ConfigureAwait(false);
        run.Output.Text.Verbatim(Encoding.UTF8.GetString(set.Utf8Json.Span));
        return ExitCode.Done;
    }
}
