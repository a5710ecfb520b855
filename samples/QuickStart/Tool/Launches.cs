// Copy this file: the tool's part of a login and of a launch, on the storage contract alone.
using System.Security.Cryptography;
using System.Text;
using Lti.Storage;
using QuickStart.Administration;

namespace QuickStart.Tool;

/// <summary>The tool's part of a launch. It uses the storage contract only.</summary>
internal sealed class Launches(ILtiStorage storage, IdTokenVerifier verifier, NonceOutcomes outcomes)
{
    /// <summary>How many deployments of a client may wait for approval. A platform makes any number of them.</summary>
    public const int MaxPending = 50;

    /// <summary>Resolves a login request to its client (LTI Security Framework 1.0, section 5.1.1.1).</summary>
    /// <remarks>A request may name its client, its deployment, both or neither.</remarks>
    public async Task<LtiClient> ResolveAsync(string issuer, string? clientId, string? deploymentId, CancellationToken cancellationToken)
    {
        var resolved = await storage.ResolveLoginAsync(issuer, clientId, deploymentId, cancellationToken);
        return resolved.IsFound ? resolved.Client : throw Refusals.Of(resolved.Outcome);
    }

    /// <summary>Begins a login: stores its state and nonce together.</summary>
    public async Task<LtiLogin> BeginAsync(LtiLogin login, CancellationToken cancellationToken)
    {
        await storage.BeginLoginAsync(login, cancellationToken: cancellationToken);
        return login;
    }

    /// <summary>Finds the login of a launch.</summary>
    /// <param name="state">The state of the launch.</param>
    /// <param name="nonce">The nonce that the browser kept of this login, or null.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<LtiLogin> FindAsync(string state, string? nonce, CancellationToken cancellationToken)
    {
        if (await storage.FindLoginAsync(state, cancellationToken) is { } login)
        {
            return login;
        }

        // The login is used or has expired. Its nonce tells which. No platform is proved.
        var outcome = nonce is null ? NonceOutcome.Unknown : await storage.ConsumeNonceAsync(nonce, cancellationToken);
        outcomes.Add(outcome, issuer: null);
        throw Refusals.Of(outcome);
    }

    /// <summary>Verifies the id_token and then uses the login up and stores the session in one step.</summary>
    /// <param name="idToken">The id_token as sent.</param>
    /// <param name="login">The login, whose browser has proved itself.</param>
    /// <param name="keySets">The platforms' keys.</param>
    /// <param name="rules">What the token must be for this tool. Null where files of other tools are replayed.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<LtiSession> CompleteAsync(
        string idToken, LtiLogin login, IKeySets keySets, LaunchRules? rules, CancellationToken cancellationToken)
    {
        // One find gets the keys and the decision. The deployment is unproven until the token is verified. Without one, that fails.
        var deploymentId = IdTokenVerifier.ClaimedDeployment(idToken) ?? LtiDeployment.DefaultDeploymentId;
        var launch = await storage.FindLaunchAsync(new LaunchKey(login.Issuer, login.ClientId, deploymentId), cancellationToken);
        if (launch.Client is not { } client)
        {
            throw Refusals.Of(launch.Outcome)!;
        }

        var token = await verifier.VerifyAsync(idToken, client.Issuer, client.ClientId, client.Endpoints, keySets, cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token.Nonce), Encoding.UTF8.GetBytes(login.Nonce)))
        {
            throw RequestRefusedException.BadRequest("The id_token belongs to another login.");
        }

        rules?.Check(token);

        // An outcome tells about a customer. So it is an answer to a verified token only.
        var decision = launch.Outcome == LaunchOutcome.UnknownDeployment
            ? await AskForApprovalAsync(client, token.DeploymentId, cancellationToken)
            : launch.Outcome;
        if (Refusals.Of(decision) is { } refused)
        {
            throw refused;
        }

        var session = LtiSession.FromClaims(token.Payload, token.ClientId);
        var outcome = await storage.CompleteLaunchAsync(login, session, cancellationToken: cancellationToken);
        outcomes.Add(outcome, token.Issuer);
        return outcome == NonceOutcome.Consumed ? session : throw Refusals.Of(outcome);
    }

    /// <summary>Adds a deployment that waits for approval. Returns null if too many of its client wait already.</summary>
    public static async Task<LtiDeployment?> AddPendingAsync(
        IDeploymentStore deployments, ClientKey client, string deploymentId, CancellationToken cancellationToken)
    {
        var waiting = deployments.ListDeploymentsAsync(client, status: DeploymentStatus.Pending, cancellationToken: cancellationToken);
        return await waiting.Take(MaxPending).CountAsync(cancellationToken) < MaxPending
            ? await deployments.EnsureDeploymentAsync(client, deploymentId, DeploymentStatus.Pending, cancellationToken)
            : null;
    }

    /// <summary>Adds an unknown deployment of a verified launch as pending. Returns the outcome of its launches.</summary>
    /// <remarks>Another call may have added it meanwhile, as pending or not. Its status decides.</remarks>
    private async Task<LaunchOutcome> AskForApprovalAsync(LtiClient client, string deploymentId, CancellationToken cancellationToken)
    {
        try
        {
            return LtiLaunch.Decide(client, await AddPendingAsync(storage, client.Id, deploymentId, cancellationToken), byDefault: null).Outcome;
        }
        catch (LtiNotFoundException)
        {
            return LaunchOutcome.UnknownClient;
        }
    }
}
