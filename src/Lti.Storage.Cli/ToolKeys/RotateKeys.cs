using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The command <c>keys rotate</c>.</summary>
internal static class RotateKeys
{
    private static readonly Option<int?> _keySize = new("--key-size")
    {
        Description = "The size of the new key in bits: 2048 or 3072. [default: 2048]",
        HelpName = "number",
        CustomParser = static result =>
        {
            if (result.Tokens[0].Value is "2048" or "3072")
            {
                return result.Tokens[0].Value == "2048" ? 2048 : 3072;
            }

            result.AddError("--key-size must be 2048 or 3072.");
            return null;
        },
    };

    public static Command Create() => new ToolCommand(
        "rotate",
        "Makes the next key now, before its time. It is announced first. The first key of a database signs at once.",
        "keys rotate --data-protection-keys /var/lib/my-tool/keys --application-name my-tool",
        "keys rotate --allow-unprotected --announce-hours 4")
    {
        _keySize,
    }.Adds(RunAsync);

    public static int KeySize(CommandRun run) => run.Value(_keySize) ?? new ToolKeyOptions().KeySize;

    private static async Task RunAsync(ToolKeyRing ring, CommandRun run, CancellationToken cancellationToken)
    {
        var made = await ring.RotateAsync(cancellationToken).ConfigureAwait(false);
        var keys = await ring.ListAsync(CancellationToken.None).ConfigureAwait(false);
        var next = keys.FirstOrDefault(static key => key.State == ToolKeyState.Announced)
            ?? keys.FirstOrDefault(static key => key.State == ToolKeyState.Active);
        if (!made)
        {
            throw new AnswerException(next is { State: ToolKeyState.Announced }
                ? $"The next key is already there: '{next.KeyId}' signs from {Instant.Text(next.SignsFrom!.Value)}. Nothing was changed."
                : "Another program changed the keys at the same moment. Nothing was changed. Run the command again.");
        }

        run.Output.Write(
            KeyShape.Of(next!), KeyJson.Default.KeyShape, text => text.Line($"Made the key '{next!.KeyId}'. {KeyShape.Sentence(next)}"));
    }
}
