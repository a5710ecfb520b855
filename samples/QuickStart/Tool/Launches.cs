using System.Security.Cryptography;
using System.Text;
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>The tool's part of a launch. It uses the storage contract only.</summary>
internal sealed class Launches(ILtiStorage storage, IdTokenVerifier verifier, NonceOutcomes outcomes)
{
    /// <summary>Finds the client of a login (LTI Security Framework 1.0, section 5.1.1.1).</summary>
    /// <remarks>A platform with several clients must name one.</remarks>
    public async Task<LtiClient> FindClientAsync(string issuer, string? clientId, CancellationToken cancellationToken)
        => await storage.ResolveLoginAsync(issuer, clientId, cancellationToken: cancellationToken) switch
        {
            { IsFound: true, Client: var client } => client,
            { Outcome: LoginOutcome.Ambiguous } => throw RequestRefusedException.BadRequest(
                "This tool has several clients of that issuer. The login must name one with client_id."),
            { Outcome: LoginOutcome.Disabled } => throw RequestRefusedException.BadRequest("The tool's administrator has suspended this platform."),
            _ => throw RequestRefusedException.BadRequest("This tool is not registered with that issuer and client_id."),
        };

    /// <summary>Begins a login and stores its nonce.</summary>
    public async Task<PendingLogin> BeginAsync(LtiClient client, CancellationToken cancellationToken)
    {
        var login = new PendingLogin(LtiNonce.Create(), LtiNonce.Create(), client.Issuer, client.ClientId);
        await storage.StoreNonceAsync(login.Nonce, cancellationToken: cancellationToken);
        return login;
    }

    /// <summary>Verifies the id_token and then consumes its nonce and stores the session in one step.</summary>
    public async Task<LtiSession> CompleteAsync(string idToken, PendingLogin login, IPlatformKeySets keySets, CancellationToken cancellationToken)
    {
        var client = await FindClientAsync(login.Issuer, login.ClientId, cancellationToken);
        var token = await verifier.VerifyAsync(idToken, client.Issuer, client.ClientId, client.Endpoints, keySets, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.Nonce), Encoding.UTF8.GetBytes(login.Nonce)))
        {
            throw RequestRefusedException.BadRequest("The id_token belongs to another login.");
        }

        if (await storage.FindLaunchConfigAsync(new LaunchKey(token.Issuer, token.ClientId, token.DeploymentId), cancellationToken) is null)
        {
            throw RequestRefusedException.BadRequest("This tool does not know the deployment of the id_token.");
        }

        var session = LtiSession.FromClaims(token.Payload, token.ClientId);
        var outcome = await storage.CompleteLaunchAsync(token.Nonce, session, cancellationToken: cancellationToken);
        outcomes.Add(outcome, token.Issuer);
        return outcome switch
        {
            NonceOutcome.Consumed => session,
            NonceOutcome.AlreadyUsed => throw RequestRefusedException.BadRequest("Launch refused: its nonce is already used (AlreadyUsed). A launch works once. Start again from the platform."),
            NonceOutcome.Expired => throw RequestRefusedException.BadRequest("Launch refused: its nonce has expired (Expired). Start again from the platform."),
            _ => throw RequestRefusedException.BadRequest("Launch refused: its nonce was not issued by this tool (Unknown)."),
        };
    }
}
