namespace Lti.Storage.Internal.Registration;

/// <summary>Names the members of a stored registration session as the ported system does.</summary>
internal static class RegistrationMembers
{
    public const string OpenIdConfiguration = "openIdConfiguration";
    public const string RegistrationToken = "registrationToken";
    public const string AppState = "appState";
    public const string ExpiresAt = "expiresAt";
}
