using System.Text;
using System.Text.Json;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests that a caller's objects can't change stored data or other callers' answers (rule E4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class IsolationConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    [Fact, Rule("E4")]
    public async Task Overwriting_the_text_of_a_session_does_not_change_the_session()
    {
        var claims = Encoding.UTF8.GetBytes(Any.Claims("https://lms.example.edu", "client", "1", "user"));
        var session = LtiSession.FromClaims(claims, "client");
        var copy = session.Utf8Document.ToArray();
        var second = LtiSession.FromDocument(Guid.NewGuid(), copy);
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await Storage.AddSessionAsync(second, cancellationToken: Token);

        Array.Clear(claims);
        Array.Clear(copy);

        Assert.Equal("user", (await Storage.FindSessionAsync(session.Id, Token))!.User.Id);
        Assert.Equal("user", (await Storage.FindSessionAsync(second.Id, Token))!.User.Id);
    }

    [Fact, Rule("E4")]
    public async Task Disposing_the_json_document_of_a_session_does_not_change_the_session()
    {
        var claims = JsonDocument.Parse(Any.Claims("https://lms.example.edu", "client", "1", "user"));
        var session = LtiSession.FromClaims(claims.RootElement, "client");
        var configuration = JsonDocument.Parse("""{"issuer":"https://lms.example.edu"}""");
        var registration = LtiRegistrationSession.Create(Guid.NewGuid(), configuration.RootElement, "token");
        claims.Dispose();
        configuration.Dispose();

        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await Storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);

        Assert.Equal("user", (await Storage.FindSessionAsync(session.Id, Token))!.User.Id);
        Assert.Equal(registration, await Storage.FindRegistrationSessionAsync(registration.Id, Token));
    }

    [Fact, Rule("E4")]
    public async Task Returned_lists_cannot_be_changed()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.EnsureDeploymentAsync(client.Id, "1", cancellationToken: Token);
        var session = Any.Session();
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        AssertUnchangeable(await Storage.FindClientsAsync(client.Issuer, cancellationToken: Token), client with { Name = "Planted" });
        AssertUnchangeable((await Storage.FindClientWithDeploymentsAsync(client.Id, Token))!.Deployments, item: null!);
        AssertUnchangeable((await Storage.FindSessionAsync(session.Id, Token))!.User.Roles, "admin");

        Assert.Equal([client], await Storage.FindClientsAsync(client.Issuer, cancellationToken: Token));
        Assert.Single((await Storage.FindClientWithDeploymentsAsync(client.Id, Token))!.Deployments);
        Assert.Equal(["instructor"], (await Storage.FindSessionAsync(session.Id, Token))!.User.Roles);
    }

    [Fact, Rule("E4")]
    public async Task An_answer_does_not_change_when_the_data_changes_later()
    {
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.EnsureDeploymentAsync(client.Id, "1", cancellationToken: Token);
        var found = await Storage.FindClientWithDeploymentsAsync(client.Id, Token);
        var listed = await Storage.FindClientsAsync(client.Issuer, cancellationToken: Token);

        await Storage.EnsureDeploymentAsync(client.Id, "2", cancellationToken: Token);
        await Storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "Renamed" }, Token);
        await Storage.FindClientWithDeploymentsAsync(client.Id, Token);
        await Storage.FindClientsAsync(client.Issuer, cancellationToken: Token);
        await Storage.DeleteClientAsync(client.Id, Token);

        Assert.Equal(client, found!.Client);
        Assert.Single(found.Deployments);
        Assert.Equal([client], listed);
    }

    private static void AssertUnchangeable<T>(IReadOnlyList<T> list, T item)
    {
        // The elements of an array can be set even if its interface is read-only.
        Assert.IsNotType<T[]>(list);
        var asList = Assert.IsType<IList<T>>(list, exactMatch: false);
        Assert.Throws<NotSupportedException>(() => asList.Add(item));
        Assert.Throws<NotSupportedException>(() => asList[0] = item);
        Assert.Throws<NotSupportedException>(asList.Clear);
    }
}
