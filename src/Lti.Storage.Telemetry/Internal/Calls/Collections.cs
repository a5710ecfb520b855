namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>What a storage keeps, by the names of the tables of providers that have tables.</summary>
internal static class Collections
{
    public const string Clients = "clients";
    public const string Deployments = "deployments";
    public const string Nonces = "nonces";
    public const string Sessions = "sessions";
    public const string RegistrationSessions = "registration_sessions";
}
