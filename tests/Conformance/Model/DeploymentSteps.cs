using CsCheck;
using Lti.Storage.Conformance.Running;

namespace Lti.Storage.Conformance.Model;

internal static class DeploymentSteps
{
    private static Gen<OptionalText> Texts { get; } = Gen.OneOf(OptionalText.Keep, OptionalText.Clear, OptionalText.Set("changed"), OptionalText.Set(""));

    private static Gen<DeploymentStatus> Statuses { get; } = Gen.OneOf(DeploymentStatus.Active, DeploymentStatus.Pending, DeploymentStatus.Disabled);

    private static Gen<DeploymentStatus?> OptionalStatuses { get; }
        = Gen.OneOf<DeploymentStatus?>(null, DeploymentStatus.Active, DeploymentStatus.Pending, DeploymentStatus.Disabled);

    /// <summary>Names the deployment that was last added, ensured or saved with this client and deployment id.</summary>
    public static string Name(string client, string deploymentId) => $"deployment {client} {deploymentId}";

    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Gen.Select(keys.Clients, keys.DeploymentIds, Add),
        Gen.Select(keys.Clients, keys.DeploymentIds, Statuses, Ensure),
        Gen.Select(keys.Clients, keys.Deployments, Find),
        Gen.Select(keys.Clients, keys.DeploymentIds, FindByPlatformId),
        Gen.Select(keys.Deployments, keys.DeploymentIds.Null(), Texts, Texts, OptionalStatuses, OptionalStatuses, Update),
        Gen.Select(keys.Clients, keys.Deployments, Delete));

    public static Gen<Step> Listing(Keys keys) => Gen.Select(keys.Clients, OptionalStatuses, (client, status) => new Step(
        $"ListDeployments({client}, {status?.ToString() ?? "any"})", async (subject, node) =>
    {
        var clientKey = subject.ClientKey(client);
        var listed = await node.ListDeploymentsAsync(clientKey, status: status).CollectAsync();
        return new Observation($"{listed.Count}", model => model.If(listed.SequenceEqual(
            model.DeploymentsOf(clientKey).Where(deployment => status is null || deployment.Status == status))));
    }));

    private static Step Add(string client, string deploymentId) => new($"AddDeployment({client}, {deploymentId})", async (subject, node) =>
    {
        var clientKey = subject.ClientKey(client);
        var answer = await node.AddDeploymentAsync(clientKey, new NewDeployment { DeploymentId = deploymentId, Name = "added" }).AnswerAsync();
        Learn(subject, client, answer);
        return answer.JudgedBy(model => !model.Clients.ContainsKey(clientKey) ? model.If(answer.IsNotFound(LtiEntity.Client))
            : model.Deployment(clientKey, deploymentId) is not null ? model.If(answer.IsConflict(LtiEntity.Deployment))
            : Created(model, answer, clientKey, deploymentId, "added"));
    });

    private static Step Ensure(string client, string deploymentId, DeploymentStatus status)
        => new($"EnsureDeployment({client}, {deploymentId}, {status})", async (subject, node) =>
    {
        var clientKey = subject.ClientKey(client);
        var answer = await node.EnsureDeploymentAsync(clientKey, deploymentId, status).AnswerAsync();
        Learn(subject, client, answer);
        return answer.JudgedBy(model => !model.Clients.ContainsKey(clientKey) ? model.If(answer.IsNotFound(LtiEntity.Client))
            : model.Deployment(clientKey, deploymentId) is { } there ? model.If(answer.Is(there))
            : Created(model, answer, clientKey, deploymentId, name: null, status));
    });

    private static Step Find(string client, string name) => new($"FindDeployment({client}, {name})", async (subject, node) =>
    {
        var (clientKey, id) = (subject.ClientKey(client), subject.DeploymentKey(name));
        var answer = await node.FindDeploymentAsync(clientKey, id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(model.Deployment(clientKey, id))));
    });

    private static Step FindByPlatformId(string client, string deploymentId) => new($"FindDeploymentByPlatformId({client}, {deploymentId})", async (subject, node) =>
    {
        var clientKey = subject.ClientKey(client);
        var answer = await node.FindDeploymentByPlatformIdAsync(clientKey, deploymentId).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(model.Deployment(clientKey, deploymentId))));
    });

    private static Step Update(string name, string? deploymentId, OptionalText newName, OptionalText description, DeploymentStatus? status, DeploymentStatus? expected)
        => new($"UpdateDeployment({name}, {deploymentId ?? "keep"}, {newName}, {description}, {status?.ToString() ?? "keep"}, {expected?.ToString() ?? "any"})", async (subject, node) =>
    {
        var (clientKey, id) = (subject.ClientKey(Client(name)), subject.DeploymentKey(name));
        var update = new DeploymentUpdate { DeploymentId = deploymentId, Name = newName, Description = description, Status = status, ExpectedStatus = expected };
        var answer = await node.UpdateDeploymentAsync(clientKey, id, update).AnswerAsync();
        return answer.JudgedBy(model =>
        {
            if (model.Deployment(clientKey, id) is not { } before)
            {
                return model.If(answer.IsNotFound(LtiEntity.Deployment));
            }

            if (expected is not null && expected != before.Status)
            {
                return model.If(answer.IsConflict(LtiEntity.Deployment));
            }

            var after = update.ApplyTo(before);
            return model.Deployment(clientKey, after.DeploymentId) is { } other && other.Id != id
                ? model.If(answer.IsConflict(LtiEntity.Deployment))
                : model.If(answer.Is(after))?.With(after);
        });
    });

    private static Step Delete(string client, string name) => new($"DeleteDeployment({client}, {name})", async (subject, node) =>
    {
        var (clientKey, id) = (subject.ClientKey(client), subject.DeploymentKey(name));
        var answer = await node.DeleteDeploymentAsync(clientKey, id).AnswerAsync();
        return answer.JudgedBy(model => model.Deployment(clientKey, id) is null
            ? model.If(answer.Is(false))
            : model.If(answer.Is(true)) is { } after ? after with { Deployments = after.Deployments.Remove(id) } : null);
    });

    private static StorageModel? Created(StorageModel model, Answer<LtiDeployment> answer, ClientKey clientKey, string deploymentId, string? name, DeploymentStatus status = DeploymentStatus.Active)
        => answer.Value is { } created && !model.Deployments.ContainsKey(created.Id)
            && created == new LtiDeployment { Id = created.Id, ClientKey = clientKey, DeploymentId = deploymentId, Name = name, Status = status }
            ? model.With(created)
            : null;

    private static void Learn(Subject subject, string client, Answer<LtiDeployment> answer)
    {
        if (answer.Value is { } deployment)
        {
            subject.Learn(Name(client, deployment.DeploymentId), deployment.Id);
        }
    }

    private static string Client(string name) => name[name.IndexOf("client", StringComparison.Ordinal)..name.LastIndexOf(' ')];
}
