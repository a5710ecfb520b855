using CsCheck;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

internal static class LaunchConfigSteps
{
    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Gen.Select(keys.Issuers, keys.ClientIds, keys.DeploymentIds, Find),
        Gen.Select(keys.Issuers, keys.ClientIds, keys.DeploymentIds, Find),
        Saving(keys));

    public static Gen<Step> Saving(Keys keys)
        => Gen.Select(keys.Issuers, keys.ClientIds, keys.DeploymentIds, Gen.OneOf(Any.Endpoints, Any.OtherEndpoints), Save);

    private static Step Find(string issuer, string clientId, string deploymentId) => new($"FindLaunchConfig({issuer}, {clientId}, {deploymentId})", async (subject, node) =>
    {
        var key = new LaunchKey(subject.Issuer(issuer), subject.Key(clientId), deploymentId);
        var answer = await node.FindLaunchConfigAsync(key).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(Expected(model, key))));
    });

    private static Step Save(string issuer, string clientId, string deploymentId, LtiEndpoints endpoints)
        => new($"SaveLaunchConfig({issuer}, {clientId}, {deploymentId}, {endpoints.JwksUrl})", async (subject, node) =>
    {
        var key = new LaunchKey(subject.Issuer(issuer), subject.Key(clientId), deploymentId);
        var answer = await node.SaveConfigAsync(key, endpoints).AnswerAsync();
        if (answer.Value is { } saved)
        {
            var client = ClientSteps.Name(issuer, clientId);
            subject.Learn(client, saved.ClientKey);
            subject.Learn(DeploymentSteps.Name(client, deploymentId), saved.DeploymentKey);
        }

        return answer.JudgedBy(model => answer.Value is { } stored ? Saved(model, key, endpoints, stored) : null);
    });

    private static LtiLaunchConfig? Expected(StorageModel model, LaunchKey key)
    {
        if (model.Client(key.Issuer, key.ClientId) is not { } client)
        {
            return null;
        }

        var exact = model.Deployment(client.Id, key.DeploymentId);
        return (exact ?? model.Deployment(client.Id, LtiDeployment.DefaultDeploymentId)) is { } deployment
            ? new LtiLaunchConfig
            {
                ClientKey = client.Id,
                DeploymentKey = deployment.Id,
                Issuer = key.Issuer,
                ClientId = key.ClientId,
                DeploymentId = deployment.DeploymentId,
                Endpoints = client.Endpoints,
                Match = exact is null ? LaunchConfigMatch.Default : LaunchConfigMatch.Exact,
            }
            : null;
    }

    private static StorageModel? Saved(StorageModel model, LaunchKey key, LtiEndpoints endpoints, LtiLaunchConfig stored)
    {
        var client = model.Client(key.Issuer, key.ClientId)
            ?? new LtiClient { Id = stored.ClientKey, Name = key.Issuer, Issuer = key.Issuer, ClientId = key.ClientId, Endpoints = endpoints };
        var deployment = model.Deployment(client.Id, key.DeploymentId)
            ?? new LtiDeployment { Id = stored.DeploymentKey, ClientKey = client.Id, DeploymentId = key.DeploymentId };
        var after = model.With(client with { Endpoints = endpoints }).With(deployment);
        return after.If(stored == Expected(after, key));
    }
}
