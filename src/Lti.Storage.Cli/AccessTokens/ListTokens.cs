using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.AccessTokens;

/// <summary>The command <c>tokens list</c>.</summary>
internal static class ListTokens
{
    private static readonly Argument<ClientKey?> _client = Inputs.OptionalKey<ClientKey>(
        "client", "The client's internal id. Without it, the tokens of all clients are listed.");

    private static readonly Listing<TokenShape> _listing = new(
        TokenJson.Default.TokenShape,
        ["client", "state", "scope", "stored", "expires", "retry after", "protected"],
        token =>
        [
            token.Client.ToString(), token.State, token.Scope, token.StoredAt, token.ExpiresAt, token.RetryAt,
            token.Protected switch { true => "yes", false => "no", null => null },
        ],
        "No access tokens.");

    public static Command Create() => new ToolCommand(
        "list",
        "Lists access tokens, running token requests and platforms that asked to wait. A token's value is not shown.",
        "tokens list",
        "tokens list 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 --json")
    {
        _client,
    }.Reads(RunAsync);

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var client = run.Optional(_client);
        await StoredTokens.RequireClientAsync(database, client, cancellationToken).ConfigureAwait(false);
        var tokens = StoredTokens.Of(database).ListAccessTokensAsync(client, cancellationToken);
        await run.Output.WriteAsync(tokens.Select(TokenShape.Of), _listing, cancellationToken).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
