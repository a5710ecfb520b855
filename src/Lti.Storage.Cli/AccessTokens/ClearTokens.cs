using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli.AccessTokens;

/// <summary>The command <c>tokens clear</c>.</summary>
internal static class ClearTokens
{
    private static readonly Argument<ClientKey?> _client = Inputs.OptionalKey<ClientKey>(
        "client", "The client's internal id. Without it, the tokens of all clients are cleared.");

    public static Command Create() => new ToolCommand(
        "clear",
        "Removes access tokens from the database and from all nodes. The next grade or roster requests a new one.",
        "tokens clear",
        "tokens clear 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --yes")
    {
        _client,
        Question.Yes,
    }.Writes(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var client = run.Optional(_client);
        await StoredTokens.RequireClientAsync(database, client, cancellationToken).ConfigureAwait(false);
        var tokens = StoredTokens.Of(database);
        await run.Question.RequireYesAsync(
            async () =>
            {
                var number = await tokens.ListAccessTokensAsync(client, cancellationToken).LongCountAsync(cancellationToken)
                    .ConfigureAwait(false);
                return $"Clear {Count.Of(number, "access token")} of {(client is null ? "all clients" : $"the client {client}")}?";
            },
            cancellationToken).ConfigureAwait(false);
        var cleared = await tokens.ClearAccessTokensAsync(client, cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            new(cleared), TokenJson.Default.ClearedTokensShape, text => text.Line($"Cleared {Count.Of(cleared, "access token")}."));
        return ExitCode.Done;
    }
}
