using System.CommandLine;

namespace Lti.Storage.Cli.AccessTokens;

/// <summary>The group of commands <c>tokens</c>.</summary>
internal static class TokenCommands
{
    public static Command Create() => new(
        "tokens", "Lists and clears the access tokens for the services of platforms. No command shows a token's value.")
    {
        ListTokens.Create(),
        ClearTokens.Create(),
    };
}
