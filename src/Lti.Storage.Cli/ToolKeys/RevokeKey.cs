using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The command <c>keys revoke</c>.</summary>
internal static class RevokeKey
{
    private static readonly Argument<string> _keyId = new("kid") { Description = KeyHelp.Tool };

    public static Command Create() => new ToolCommand(
        "revoke",
        "Ends a key at once and erases it, for example after a theft. The next key signs at once.",
        "keys revoke Zm9vYmFyYmF6cXV4MTIzNA",
        "keys revoke Zm9vYmFyYmF6cXV4MTIzNA --yes --json")
    {
        _keyId,
        Question.Yes,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var keyId = run.Value(_keyId);
        using var ring = KeyRing.CreateReader(database, new ToolKeyOptions().RetireFor);
        var found = (await ring.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(key => key.KeyId == keyId);
        if (found is null or { KeySize: null })
        {
            throw Missing();
        }

        await run.Question.RequireYesAsync(() => Task.FromResult(Describe(found)), cancellationToken).ConfigureAwait(false);

        // The ring would also make the next key, which needs a protector. The tool makes it at its next use.
        var keys = database.Storage.GetService<IToolKeyStorage>()!;
        if (!await keys.RevokeToolKeyAsync(keyId, cancellationToken).ConfigureAwait(false))
        {
            throw Missing();
        }

        var signing = (await ring.ListAsync(CancellationToken.None).ConfigureAwait(false))
            .FirstOrDefault(static key => key.State == ToolKeyState.Active)?.KeyId;
        run.Output.Write(new(keyId, signing), KeyJson.Default.RevokedKeyShape, text => text.Line(Sentence(keyId, signing)));
        return ExitCode.Done;
    }

    private static string Describe(ToolKey key) => key.State switch
    {
        ToolKeyState.Active => $"Revoke the key '{key.KeyId}', which signs now? "
            + "Platforms refuse the next key until they fetch the key set.",
        ToolKeyState.Announced => $"Revoke the announced key '{key.KeyId}'?",
        _ => $"Revoke the retired key '{key.KeyId}'? Platforms refuse what it has signed.",
    };

    private static string Sentence(string keyId, string? signing) => signing is null
        ? $"Revoked the key '{keyId}'. No key signs now: the tool makes one at its next use."
        : $"Revoked the key '{keyId}'. The key '{signing}' signs now.";

    private static AnswerException Missing()
        => new("There is no tool key with this id, or it is deleted. Run lti-storage keys list to see the keys.");
}
