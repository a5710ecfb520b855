using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Deployments;

/// <summary>The commands <c>deployments approve</c>, <c>enable</c> and <c>disable</c>.</summary>
/// <remarks>
/// All can be undone, so none asks. <c>approve</c> and <c>enable</c> change nothing and succeed if the deployment is active.
/// <c>disable</c> always writes, since a status that another program wrote reads as disabled too (rule D5).
/// </remarks>
internal static class SetDeploymentStatus
{
    private static readonly Argument<ClientKey> _client = Inputs.Key<ClientKey>("client", KeyHelp.Client);
    private static readonly Argument<DeploymentKey> _deployment = Inputs.Key<DeploymentKey>("deployment", KeyHelp.Deployment);

    public static Command CreateApprove() => Create(
        "approve",
        "Approves a pending deployment: its launches are accepted. "
            + "To see pending deployments, run lti-storage deployments list --status pending.",
        new(
            DeploymentStatus.Active,
            DeploymentStatus.Disabled,
            "It is disabled. Accept its launches again with lti-storage deployments enable."),
        "Approved");

    public static Command CreateEnable() => Create(
        "enable",
        "Enables a disabled deployment: its launches are accepted.",
        new(
            DeploymentStatus.Active,
            DeploymentStatus.Pending,
            "It waits for approval. Accept its launches with lti-storage deployments approve."),
        "Enabled");

    public static Command CreateDisable() => Create(
        "disable",
        "Disables a deployment: its launches are refused, even if the client has a deployment 'default'. Nothing is removed, and "
            + "sessions stay until they expire or are revoked.",
        new(DeploymentStatus.Disabled, Refused: null, Reason: ""),
        "Disabled");

    private static Command Create(string name, string description, StatusChange change, string done) => new ToolCommand(
        name,
        description,
        $"deployments {name} 01981d8f-9f3c-7b5e-8c1a-2f4d6b8e0a12 01981d90-4b7a-7c21-9d0e-5a6f7b8c9d01")
    {
        _client,
        _deployment,
    }.Writes((database, run, cancellationToken) => RunAsync(database, run, change, done, cancellationToken));

    private static async Task<int> RunAsync(
        IDatabase database, CommandRun run, StatusChange change, string done, CancellationToken cancellationToken)
    {
        var (client, id) = (run.Value(_client), run.Value(_deployment));
        LtiDeployment? changed;
        while ((changed = await TryChangeAsync(database, client, id, change, cancellationToken).ConfigureAwait(false)) is null)
        {
            // Another program changed the status since it was read. The new status decides.
        }

        run.Output.Write(
            DeploymentShape.Of(changed),
            DeploymentJson.Default.DeploymentShape,
            text => text.Line($"{done} the deployment '{changed.DeploymentId}' with the id {changed.Id}."));
        return ExitCode.Done;
    }

    /// <summary>Changes the status if the command is for the stored one. Returns null if that changed meanwhile.</summary>
    private static async Task<LtiDeployment?> TryChangeAsync(
        IDatabase database, ClientKey client, DeploymentKey id, StatusChange change, CancellationToken cancellationToken)
    {
        var stored = await database.Storage.FindDeploymentAsync(client, id, cancellationToken).ConfigureAwait(false)
            ?? throw await MissingAsync(database, client, id, cancellationToken).ConfigureAwait(false);
        if (stored.Status == change.Refused)
        {
            throw new AnswerException($"The deployment '{stored.DeploymentId}' was not changed. {change.Reason}");
        }

        if (stored.Status == change.Status && change.Status is not DeploymentStatus.Disabled)
        {
            return stored;
        }

        try
        {
            var update = new DeploymentUpdate { Status = change.Status, ExpectedStatus = stored.Status };
            return await database.Storage.UpdateDeploymentAsync(client, id, update, cancellationToken).ConfigureAwait(false);
        }
        catch (LtiConflictException)
        {
            return null;
        }
    }

    private static async Task<AnswerException> MissingAsync(
        IDatabase database, ClientKey client, DeploymentKey id, CancellationToken cancellationToken)
        => await database.Storage.FindClientAsync(client, cancellationToken).ConfigureAwait(false) is null
            ? Missing.ToException(LtiEntity.Client, client.Value)
            : Missing.ToException(LtiEntity.Deployment, id.Value);

    /// <summary>A change of the status.</summary>
    /// <param name="Status">The new status.</param>
    /// <param name="Refused">The stored status that another command is for; null if there is none.</param>
    /// <param name="Reason">The reason for the refusal, and the other command.</param>
    private sealed record StatusChange(DeploymentStatus Status, DeploymentStatus? Refused, string Reason);
}
