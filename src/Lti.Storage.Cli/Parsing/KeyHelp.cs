namespace Lti.Storage.Cli.Parsing;

/// <summary>The help of the arguments that name a stored object by its internal id.</summary>
internal static class KeyHelp
{
    public const string Client = "The client's internal id, as lti-storage clients list prints it.";
    public const string Deployment = "The deployment's internal id, as lti-storage deployments list prints it.";
    public const string Tool = "The id of the tool's key, kid in a key set, as lti-storage keys list prints it.";
}
