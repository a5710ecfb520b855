using CsCheck;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

internal static class ClientSteps
{
    /// <summary>Lists clients. A stream does not happen at one moment, so only sequences use it.</summary>
    public static Gen<Step> Listing { get; } = Gen.Const(new Step("ListClients()", async (subject, node) =>
    {
        var listed = await node.ListClientsAsync().CollectAsync();
        return new Observation($"{listed.Count}", model => model.If(listed.SequenceEqual(model.Clients.Values.OrderBy(client => client.Id.Value))));
    }));

    /// <summary>Names the client that was last added or saved with this issuer and client id.</summary>
    public static string Name(string issuer, string clientId) => $"client {issuer} {clientId}";

    public static Gen<Step> Of(Keys keys) => Gen.OneOf(
        Gen.Select(keys.Issuers, keys.ClientIds, Add),
        Gen.Select(keys.Issuers, keys.ClientIds, Add),
        keys.Clients.Select(Find),
        keys.Clients.Select(FindWithDeployments),
        Gen.Select(keys.Issuers, keys.ClientIds, FindByName),
        Gen.Select(keys.Issuers, keys.DeploymentIds.Null(), FindByIssuer),
        Gen.Select(keys.Clients, keys.Issuers.Null(), keys.ClientIds.Null(), Gen.OneOf("renamed", "renamed again").Null(), Update),
        keys.Clients.Select(Delete));

    private static Step Add(string issuer, string clientId) => new($"AddClient({issuer}, {clientId})", async (subject, node) =>
    {
        var client = Any.Client(subject.Issuer(issuer), subject.Key(clientId));
        var answer = await node.AddClientAsync(client).AnswerAsync();
        if (answer.Value is { } added)
        {
            subject.Learn(Name(issuer, clientId), added.Id);
        }

        return answer.JudgedBy(model => model.Client(client.Issuer, client.ClientId) is not null
            ? model.If(answer.IsConflict(LtiEntity.Client))
            : model.If(answer.Value is { } stored && !model.Clients.ContainsKey(stored.Id)
                && stored == new LtiClient { Id = stored.Id, Name = client.Name, Issuer = client.Issuer, ClientId = client.ClientId, Endpoints = client.Endpoints })
                ?.With(answer.Value!));
    });

    private static Step Find(string name) => new($"FindClient({name})", async (subject, node) =>
    {
        var id = subject.ClientKey(name);
        var answer = await node.FindClientAsync(id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(model.Clients.GetValueOrDefault(id))));
    });

    private static Step FindWithDeployments(string name) => new($"FindClientWithDeployments({name})", async (subject, node) =>
    {
        var id = subject.ClientKey(name);
        var answer = await node.FindClientWithDeploymentsAsync(id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Value is { } found
            ? found.Client == model.Clients.GetValueOrDefault(id) && found.Deployments.SequenceEqual(model.DeploymentsOf(id))
            : !model.Clients.ContainsKey(id)));
    });

    private static Step FindByName(string issuer, string clientId) => new($"FindClient({issuer}, {clientId})", async (subject, node) =>
    {
        var (wantedIssuer, wantedClientId) = (subject.Issuer(issuer), subject.Key(clientId));
        var answer = await node.FindClientAsync(wantedIssuer, wantedClientId).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(model.Client(wantedIssuer, wantedClientId))));
    });

    private static Step FindByIssuer(string issuer, string? deploymentId)
        => new($"FindClients({issuer}, {deploymentId ?? "any"})", async (subject, node) =>
    {
        var wanted = subject.Issuer(issuer);
        var answer = await node.FindClientsAsync(wanted, deploymentId).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Value is { } found && found.SequenceEqual(model.Clients.Values
            .Where(client => client.Issuer == wanted && (deploymentId is null || model.Deployment(client.Id, deploymentId) is not null))
            .OrderBy(client => client.Id.Value))));
    });

    private static Step Update(string name, string? issuer, string? clientId, string? newName)
        => new($"UpdateClient({name}, {issuer ?? "keep"}, {clientId ?? "keep"}, {newName ?? "keep"})", async (subject, node) =>
    {
        var id = subject.ClientKey(name);
        var update = new ClientUpdate
        {
            Issuer = issuer is null ? null : subject.Issuer(issuer),
            ClientId = clientId is null ? null : subject.Key(clientId),
            Name = newName,
            TokenUrl = newName is null ? null : "https://lms.example.edu/" + newName.Length,
        };
        var answer = await node.UpdateClientAsync(id, update).AnswerAsync();
        return answer.JudgedBy(model =>
        {
            if (!model.Clients.TryGetValue(id, out var before))
            {
                return model.If(answer.IsNotFound(LtiEntity.Client));
            }

            var after = update.ApplyTo(before);
            return model.Client(after.Issuer, after.ClientId) is { } other && other.Id != id
                ? model.If(answer.IsConflict(LtiEntity.Client))
                : model.If(answer.Is(after))?.With(after);
        });
    });

    private static Step Delete(string name) => new($"DeleteClient({name})", async (subject, node) =>
    {
        var id = subject.ClientKey(name);
        var answer = await node.DeleteClientAsync(id).AnswerAsync();
        return answer.JudgedBy(model => model.If(answer.Is(model.Clients.ContainsKey(id))) is { } after
            ? after with
            {
                Clients = after.Clients.Remove(id),
                Deployments = after.Deployments.RemoveRange(after.DeploymentsOf(id).Select(deployment => deployment.Id)),
            }
            : null);
    });
}
