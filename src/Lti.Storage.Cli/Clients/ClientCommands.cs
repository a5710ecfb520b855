using System.CommandLine;

namespace Lti.Storage.Cli.Clients;

/// <summary>The group of commands <c>clients</c>.</summary>
internal static class ClientCommands
{
    public static Command Create() => new("clients", "Manages the tool's registrations on platforms.")
    {
        ListClients.Create(),
        ShowClient.Create(),
        AddClient.Create(),
        UpdateClient.Create(),
        SetClientEnabled.CreateEnable(),
        SetClientEnabled.CreateDisable(),
        RemoveClient.Create(),
    };
}
