using System.CommandLine;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The group of commands <c>keys</c>.</summary>
internal static class KeyCommands
{
    public static Command Create() => new("keys", "Manages the keys that the tool signs with. No command prints a private key.")
    {
        ListKeys.Create(),
        RotateKeys.Create(),
        RevokeKey.Create(),
        ImportKey.Create(),
        ShowKeySet.Create(),
    };
}
