namespace Lti.Storage.Internal.Logins;

/// <summary>Resolves a login request through the finds of a storage (rule C7).</summary>
internal static class LoginResolution
{
    public static ValueTask<ResolvedLogin> ResolveAsync(
        IClientStore clients, string issuer, string? clientId, string? deploymentId, CancellationToken cancellationToken)
    {
        // An empty id counts as absent (rule C7). The checks come before the first find, so that no outcome hides bad input.
        Input.RequireIdentifier(issuer);
        Input.RequireText(clientId, LtiLimits.MaxIdentifierLength);
        Input.RequireText(deploymentId, LtiLimits.MaxIdentifierLength);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<ResolvedLogin>(cancellationToken)
            : FindAsync(clients, issuer, clientId, deploymentId, cancellationToken);
    }

    private static async ValueTask<ResolvedLogin> FindAsync(
        IClientStore clients, string issuer, string? clientId, string? deploymentId, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(clientId))
        {
            return await clients.FindClientAsync(issuer, clientId, cancellationToken).ConfigureAwait(false) is { } client
                ? Choose([client])
                : await IsKnownAsync(clients, issuer, cancellationToken).ConfigureAwait(false)
                    ? new ResolvedLogin(LoginOutcome.UnknownClient, Client: null)
                    : new ResolvedLogin(LoginOutcome.UnknownIssuer, Client: null);
        }

        if (!string.IsNullOrEmpty(deploymentId)
            && await clients.FindClientsAsync(issuer, deploymentId, cancellationToken).ConfigureAwait(false) is { Count: > 0 } deployed)
        {
            return Choose(deployed);
        }

        return Choose(await clients.FindClientsAsync(issuer, deploymentId: null, cancellationToken).ConfigureAwait(false));
    }

    private static async ValueTask<bool> IsKnownAsync(IClientStore clients, string issuer, CancellationToken cancellationToken)
        => (await clients.FindClientsAsync(issuer, deploymentId: null, cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Chooses the only enabled client. A disabled one is a trace of an earlier registration.</summary>
    private static ResolvedLogin Choose(IReadOnlyList<LtiClient> clients)
    {
        LtiClient? enabled = null;
        foreach (var client in clients)
        {
            if (client.IsEnabled && enabled is not null)
            {
                return new ResolvedLogin(LoginOutcome.Ambiguous, Client: null);
            }

            enabled = client.IsEnabled ? client : enabled;
        }

        return enabled is not null ? new ResolvedLogin(LoginOutcome.Found, enabled)
            : clients.Count == 0 ? new ResolvedLogin(LoginOutcome.UnknownIssuer, Client: null)
            : new ResolvedLogin(LoginOutcome.Disabled, clients.Count == 1 ? clients[0] : null);
    }
}
