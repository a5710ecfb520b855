using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.ForeignValues;

/// <summary>Tests rows of another program with every value that a column can hold and the library would not write.</summary>
public sealed class RowTests
{
    private const string Issuer = "https://lms.example.edu";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Gets SQL for documents that rule E2 refuses.</summary>
    public static TheoryData<string> Documents =>
    [
        "'null'", "'7'", "'\"text\"'", "'[]'", "'{}'", "'true'",
        "'{\"platform\": [], \"user\": 7, \"jwtPayload\": null}'",
        $"('{{\"platform\": {{\"issuer\": \"{Issuer}\"}}, \"n\": 1e131071}}')::jsonb",
        $"('{{\"platform\": {{\"issuer\": \"{Issuer}\"}}, \"n\": 1e-16383}}')::jsonb",
        $"('{{\"platform\": {{\"issuer\": \"{Issuer}\"}}, \"n\": ' || repeat('[', 3000) || repeat(']', 3000) || '}}')::jsonb",
        $"jsonb_build_object('platform', jsonb_build_object('issuer', '{Issuer}'), 'text', repeat('x', 20000000))",
        $"jsonb_build_object('platform', jsonb_build_object('issuer', '{Issuer}'), 'user', jsonb_build_object('id', repeat('x', 2000000)))",
        $"jsonb_build_object('platform', jsonb_build_object('issuer', '{Issuer}', 'clientId', 7, 'deploymentId', null), 'user', jsonb_build_object('id', '[]'::jsonb))",
        $"jsonb_build_object('platform', jsonb_build_object('issuer', '{Issuer}'), 'user', jsonb_build_object('id', U&'\\FFFF\\+10FFFF'))",
    ];

    [Theory, Rule("S4", "S5")]
    [MemberData(nameof(Documents))]
    public async Task Session_with_any_document_is_found_and_listed(string document)
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open();
        var id = Guid.NewGuid();
        var usual = Sample.Session();
        await storage.AddSessionAsync(usual, cancellationToken: Token);
        await database.ExecuteAsync($"INSERT INTO sessions (id, data, expires_at) VALUES ('{id}', {document}, now() + interval '1 hour')");
        await database.ExecuteAsync($"INSERT INTO registration_sessions (id, data, expires_at) VALUES ('{id}', {document}, now() + interval '1 hour')");

        var session = await storage.FindSessionAsync(id, Token);
        var listed = await storage.ListSessionsAsync(new SessionFilter { Issuer = Issuer }, cancellationToken: Token).Select(row => row.Id).ToListAsync(Token);
        var registration = await storage.FindRegistrationSessionAsync(id, Token);
        var consumed = await storage.ConsumeRegistrationSessionAsync(id, Token);

        Assert.Equal(id, session!.Id);
        Assert.NotEqual(0, session.Utf8Document.Length);
        Assert.Contains(usual.Id, listed);
        Assert.Equal(id, registration!.Id);
        Assert.Equal(id, consumed!.Id);
        Assert.True(await storage.RenewSessionAsync(id, cancellationToken: Token));
        Assert.True(await storage.DeleteSessionAsync(id, Token));
    }

    [Theory, Rule("C2", "C3", "C5", "D3")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public async Task Extreme_ids_and_texts_of_any_length_are_listed(string id)
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open();
        var usual = await storage.AddClientAsync(Sample.Client(), Token);

        // 255 characters outside the basic plane are 510 UTF-16 units. An empty text or such an endpoint is invalid input.
        await database.ExecuteAsync($"""
            INSERT INTO clients (id, name, iss, client_id, auth_url, token_url, jwks_url)
            VALUES ('{id}', '', repeat(U&'\+01F600', 255), '', '', 'no URL', repeat('x', 100000));
            INSERT INTO deployments (id, client_id, deployment_id, name, description)
            VALUES ('{id}', '{id}', '', repeat(U&'\+01F600', 255), repeat(U&'\+01F600', 100000));
            INSERT INTO sessions (id, data, expires_at)
            VALUES ('{id}', jsonb_build_object('platform', jsonb_build_object('issuer', '{Issuer}')), now() + interval '1 hour');
            """);
        var (client, extreme) = (ClientKey.Parse(id, provider: null), Guid.Parse(id));

        var clients = await storage.ListClientsAsync(cancellationToken: Token).Select(listed => listed.Id.Value).ToListAsync(Token);
        var deployment = Assert.Single(await storage.ListDeploymentsAsync(client, cancellationToken: Token).ToListAsync(Token));
        var sessions = await storage.ListSessionsAsync(new SessionFilter { Issuer = Issuer }, cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(new[] { usual.Id.Value, extreme }.Order(), clients);
        Assert.Equal(extreme, deployment.Id.Value);
        Assert.Equal(extreme, Assert.Single(sessions).Id);
        Assert.Equal(extreme, (await storage.FindSessionAsync(extreme, Token))!.Id);
        Assert.Single((await storage.FindClientWithDeploymentsAsync(client, Token))!.Deployments);

        // The update validates its own values and leaves the rest unchanged.
        var updated = await storage.UpdateClientAsync(client, new ClientUpdate { Name = "A university" }, Token);
        Assert.Equal(("A university", "no URL"), (updated.Name, updated.Endpoints.TokenUrl));
        Assert.True(await storage.DeleteClientAsync(client, Token));
    }
}
