namespace QuickStart.Tool;

/// <summary>The data of a login that the launch needs. A cookie of the browser holds it.</summary>
internal sealed record PendingLogin(string State, string Nonce, string Issuer, string ClientId);
