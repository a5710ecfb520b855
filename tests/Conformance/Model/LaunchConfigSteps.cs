using CsCheck;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

internal static class LaunchConfigSteps
{
    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Gen.Select(keys.Issuers, keys.ClientIds, keys.DeploymentIds, Find),
        Gen.Select(keys.Issuers, keys.ClientIds, keys.DeploymentIds, Find),
        Saving(keys));

    public static Gen<Step> Saving(Keys keys) => Gen.Select(
        keys.Issuers,
        keys.ClientIds,
        keys.DeploymentIds,
        Gen.OneOf(Any.Endpoints, Any.OtherEndpoints),
        Gen.OneOf(ExistingEndpoints.Refuse, ExistingEndpoints.Replace),
        Save);

    private static Step Find(string issuer, string clientId, string deploymentId) => new($"FindLaunch({issuer}, {clientId}, {deploymentId})", async (subject, node) =>
    {
        var key = new LaunchKey(subject.Issuer(issuer), subject.Key(clientId), deploymentId);
        var answer = await node.FindLaunchAsync(key).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Value is { } found
            && (found.Outcome, found.Client, found.Deployment) == Expected(model, key)
            && found.IsFound == found.Outcome is LaunchOutcome.Found or LaunchOutcome.FoundThroughDefault));
    });

    private static Step Save(string issuer, string clientId, string deploymentId, LtiEndpoints endpoints, ExistingEndpoints existing)
        => new($"SaveLaunchConfig({issuer}, {clientId}, {deploymentId}, {endpoints.JwksUrl}, {existing})", async (subject, node) =>
    {
        var key = new LaunchKey(subject.Issuer(issuer), subject.Key(clientId), deploymentId);
        var answer = await node.SaveLaunchConfigAsync(key, endpoints, existing).AnswerAsync();
        if (answer.Value is { Config: var saved })
        {
            var client = ClientSteps.Name(issuer, clientId);
            subject.Learn(client, saved.ClientKey);
            subject.Learn(DeploymentSteps.Name(client, deploymentId), saved.DeploymentKey);
        }

        return answer.JudgedBy(model =>
        {
            var differs = model.Client(key.Issuer, key.ClientId) is { } there && there.Endpoints != endpoints;
            return differs && existing == ExistingEndpoints.Refuse ? model.If(answer.IsConflict(LtiEntity.Client))
                : answer.Value is { } stored ? Saved(model, key, endpoints, stored) : null;
        });
    });

    /// <summary>The outcome by the rules, written without the library's own decision.</summary>
    private static (LaunchOutcome, LtiClient?, LtiDeployment?) Expected(StorageModel model, LaunchKey key)
    {
        if (model.Client(key.Issuer, key.ClientId) is not { } client)
        {
            return (LaunchOutcome.UnknownClient, null, null);
        }

        var exact = model.Deployment(client.Id, key.DeploymentId);
        var byDefault = model.Deployment(client.Id, LtiDeployment.DefaultDeploymentId);
        var answering = exact ?? (byDefault?.Status == DeploymentStatus.Active ? byDefault : null);
        return client.IsEnabled
            ? (answering?.Status switch
            {
                null => LaunchOutcome.UnknownDeployment,
                DeploymentStatus.Pending => LaunchOutcome.DeploymentPending,
                DeploymentStatus.Disabled => LaunchOutcome.DeploymentDisabled,
                _ => exact is null ? LaunchOutcome.FoundThroughDefault : LaunchOutcome.Found,
            }, client, answering)
            : (LaunchOutcome.ClientDisabled, client, answering);
    }

    private static StorageModel? Saved(StorageModel model, LaunchKey key, LtiEndpoints endpoints, SavedLaunchConfig saved)
    {
        var known = model.Client(key.Issuer, key.ClientId);
        var client = known
            ?? new LtiClient { Id = saved.Config.ClientKey, Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints };
        var there = model.Deployment(client.Id, key.DeploymentId);
        var deployment = there
            ?? new LtiDeployment { Id = saved.Config.DeploymentKey, ClientKey = client.Id, DeploymentId = key.DeploymentId };
        var outcome = known is null ? SaveOutcome.Created
            : known.Endpoints != endpoints ? SaveOutcome.Replaced
            : there is null ? SaveOutcome.DeploymentCreated
            : SaveOutcome.Unchanged;
        var config = new LtiLaunchConfig
        {
            ClientKey = client.Id,
            DeploymentKey = deployment.Id,
            Issuer = key.Issuer,
            ClientId = key.ClientId,
            DeploymentId = key.DeploymentId,
            Endpoints = endpoints,
            Match = LaunchConfigMatch.Exact,
        };
        return model.With(client with { Endpoints = endpoints }).With(deployment).If(saved == new SavedLaunchConfig(outcome, config));
    }
}
