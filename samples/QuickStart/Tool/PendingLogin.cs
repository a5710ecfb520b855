namespace QuickStart.Tool;

/// <summary>What a login leaves behind for the launch that answers it, in a cookie of the same browser.</summary>
internal sealed record PendingLogin(string State, string Nonce, string Issuer, string ClientId);
