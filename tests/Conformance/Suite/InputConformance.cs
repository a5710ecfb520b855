using System.Text;
using System.Text.Json;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests exact comparison (rule E1) and input limits (rule E2) for every input of every operation.</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class InputConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const string Canary = "canary-7d1f";

    /// <summary>The names of all text inputs.</summary>
    public static TheoryData<string> TextInputNames { get; } = [.. TextInputs.All.Select(input => input.Name)];

    /// <summary>Strings that are not valid endpoints.</summary>
    public static TheoryData<string> BadEndpoints { get; } =
    [
        "", " ", "lms.example.edu/auth", "/auth", "//lms.example.edu/auth", "ftp://lms.example.edu/auth", "javascript:alert(1)",
        "file:///etc/passwd", "http:", "https://", @"https:\\lms.example.edu/auth", " https://lms.example.edu/auth", "https://lms.example.edu/auth ", "https://lms.example.edu/auth\n",
        "\thttps://lms.example.edu/auth", "\u00a0https://lms.example.edu/auth", "https://lms.example.edu/auth\u3000",
        "https://lms.example.edu/a\nb", "https://lms.example.edu/a\r\nX-Header: b", "https://lms.example.edu/\u0001", "https://lms.example.edu/\u007f",
        "https://lms.example.edu/\u0085", "https://lms.example.edu/\u2028", "https://user@lms.example.edu/auth", "https://user:password@lms.example.edu/auth",
        "http://@lms.example.edu/", "https://:@lms.example.edu", "https://user:a@b@lms.example.edu?x", "https://lms.example.edu/\0", "https://lms.example.edu/\ud800", $"https://lms.example.edu/{new string('a', 2048)}",
    ];

    /// <summary>Lifetimes out of range.</summary>
    public static TheoryData<TimeSpan> BadLifetimes { get; } =
        [TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.MinValue, TimeSpan.MaxValue, LtiLimits.MaxLifetime + TimeSpan.FromTicks(1)];

    [Theory, Rule("E2")]
    [MemberData(nameof(TextInputNames))]
    public async Task Text_that_is_too_long_or_malformed_is_rejected_without_repeating_the_value(string name)
    {
        var input = TextInputs.All.Single(input => input.Name == name);
        List<(string? Text, string Word)> refused = [($"{Canary}\0", "U+0000"), ($"{Canary}\ud800", "surrogate"), ($"{Canary}\udc00x", "surrogate"), ($"\udc00\ud800{Canary}", "surrogate")];
        if (input.Limit is { } limit)
        {
            refused.Add((Canary + new string('x', limit + 1 - Canary.Length), $"{limit}"));
            refused.Add((Canary + new string('x', 100_000), $"{limit}"));
        }

        if (input.RefusesNull)
        {
            refused.Add((null, ""));
        }

        if (input.RefusesEmpty)
        {
            refused.Add(("", ""));
        }

        foreach (var (text, word) in refused)
        {
            var error = await Assert.ThrowsAnyAsync<ArgumentException>(() => input.Call(Storage, text));
            Assert.False(string.IsNullOrEmpty(error.ParamName));
            Assert.Contains(word, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
        }

        await AssertNothingStoredAsync();
    }

    [Theory, Rule("E2")]
    [MemberData(nameof(TextInputNames))]
    public async Task Text_at_its_limit_and_text_with_odd_characters_is_accepted(string name)
    {
        var input = TextInputs.All.Single(input => input.Name == name);
        var limit = input.Limit ?? 10_000;

        await input.Call(Storage, new string('x', limit));
        await input.Call(Storage, string.Concat(Enumerable.Repeat("😀", limit / 2)));
        await input.Call(Storage, " \u0001\u007f\ufeff\u202e\uffff ");
        if (!input.RefusesEmpty)
        {
            await input.Call(Storage, "");
        }

        if (!input.RefusesNull)
        {
            await input.Call(Storage, null);
        }
    }

    [Theory, Rule("E2")]
    [MemberData(nameof(BadEndpoints))]
    public async Task An_endpoint_that_is_not_an_absolute_http_or_https_url_is_rejected(string url)
    {
        foreach (var endpoints in new[]
        {
            Any.Endpoints with { AuthorizationUrl = url }, Any.Endpoints with { TokenUrl = url }, Any.Endpoints with { JwksUrl = url },
        })
        {
            await RefusedAsync(() => Storage.AddClientAsync(Any.Client() with { Endpoints = endpoints }, Token).AsTask());
            await RefusedAsync(() => Storage.SaveConfigAsync(Any.LaunchKey(), endpoints, Token).AsTask());
        }

        await AssertNothingStoredAsync();
        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await RefusedAsync(() => Storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "Lost", AuthorizationUrl = url }, Token).AsTask());
        await RefusedAsync(() => Storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "Lost", TokenUrl = url }, Token).AsTask());
        await RefusedAsync(() => Storage.UpdateClientAsync(client.Id, new ClientUpdate { Name = "Lost", JwksUrl = url }, Token).AsTask());
        Assert.Equal(client, await Storage.FindClientAsync(client.Id, Token));
    }

    [Theory, Rule("E2", "E1")]
    [InlineData("https://LMS.example.edu:443/Auth/../x?a=%7e&b=1#f")]
    [InlineData("http://[2001:db8::1]:8080/")]
    [InlineData("https://lms.example.edu")]
    [InlineData("https://bücher.example/ä")]
    [InlineData("HTTPS://lms.example.edu//double")]
    [InlineData("https://lms.example.edu/@user:password@/?a=b@c#d@e")]
    public async Task An_endpoint_is_stored_verbatim(string url)
    {
        var endpoints = new LtiEndpoints { AuthorizationUrl = url, TokenUrl = url + "t", JwksUrl = url + "j" };

        var client = await Storage.AddClientAsync(Any.Client() with { Endpoints = endpoints }, Token);

        Assert.Equal(endpoints, (await Storage.FindClientAsync(client.Id, Token))!.Endpoints);
    }

    [Theory, Rule("E2", "E8")]
    [InlineData($"https://user:{Canary}@lms.example.edu/", "user information")]
    [InlineData($"https://{Canary}@lms.example.edu", "user information")]
    [InlineData($"https://lms.example.edu/{Canary}\n", "line break")]
    [InlineData($"https://lms.example.edu/{Canary}\u007f", "control character")]
    [InlineData($" https://lms.example.edu/{Canary}", "surrounding space")]
    public async Task The_error_for_an_endpoint_names_the_parameter_and_reason_but_not_the_value(string url, string reason)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            () => Storage.SaveConfigAsync(Any.LaunchKey(), Any.Endpoints with { JwksUrl = url }, Token).AsTask());

        Assert.Contains("JwksUrl", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Fact, Rule("E2")]
    public async Task An_endpoint_of_2048_units_is_accepted()
    {
        var url = "https://lms.example.edu/".PadRight(LtiLimits.MaxEndpointLength, 'a');

        var client = await Storage.AddClientAsync(Any.Client() with { Endpoints = Any.Endpoints with { TokenUrl = url } }, Token);

        Assert.Equal(url, (await Storage.FindClientAsync(client.Id, Token))!.Endpoints.TokenUrl);
    }

    [Theory, Rule("E2")]
    [MemberData(nameof(BadLifetimes))]
    public async Task A_lifetime_that_is_not_positive_or_over_ten_years_is_rejected(TimeSpan lifetime)
    {
        var (nonce, session, registration) = (Any.Nonce(), Any.Session(), Any.Registration(Guid.NewGuid()));
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        await RefusedAsync(() => Storage.StoreNonceAsync(Any.Nonce(), lifetime, Token).AsTask());
        await RefusedAsync(() => Storage.ClaimNonceAsync(Any.Nonce(), lifetime, Token).AsTask());
        await RefusedAsync(() => Storage.AddSessionAsync(session, lifetime, Token).AsTask());
        await RefusedAsync(() => Storage.RenewSessionAsync(session.Id, lifetime, Token).AsTask());
        await RefusedAsync(() => Storage.CompleteLaunchAsync(nonce, session, lifetime, Token).AsTask());
        await RefusedAsync(() => Storage.SaveRegistrationSessionAsync(registration, lifetime, Token).AsTask());

        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
        Assert.Null(await Storage.FindRegistrationSessionAsync(registration.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("E2")]
    public async Task The_shortest_and_the_longest_lifetime_are_accepted()
    {
        foreach (var lifetime in new[] { TimeSpan.FromTicks(1), LtiLimits.MaxLifetime })
        {
            await Storage.StoreNonceAsync(Any.Nonce(), lifetime, Token);
            await Storage.AddSessionAsync(Any.Session(), lifetime, Token);
            await Storage.SaveRegistrationSessionAsync(Any.Registration(Guid.NewGuid()), lifetime, Token);
        }
    }

    [Theory, Rule("E2", "L5")]
    [MemberData(nameof(BadDocuments.All), MemberType = typeof(BadDocuments))]
    public async Task A_document_that_cannot_be_stored_is_rejected_and_leaves_nothing(string name)
    {
        var session = LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(BadDocuments.Session(name)));
        var registration = LtiRegistrationSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(BadDocuments.Registration(name)));
        var nonce = Any.Nonce();
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

        await RefusedAsync(() => Storage.AddSessionAsync(session, cancellationToken: Token).AsTask());
        await RefusedAsync(() => Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token).AsTask());
        await RefusedAsync(() => Storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token).AsTask());

        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
        Assert.Null(await Storage.FindRegistrationSessionAsync(registration.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact, Rule("E2")]
    public async Task A_registration_document_over_the_size_limit_is_rejected()
    {
        await using var small = await Fixture.CreateAsync(new LtiStorageOptions { MaxDocumentBytes = 1024 });
        var registration = Any.Registration(Guid.NewGuid(), new string('t', 1024));

        var error = await Assert.ThrowsAsync<ArgumentException>(
            async () => await small.Storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token));

        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
        Assert.Null(await small.Storage.FindRegistrationSessionAsync(registration.Id, Token));
    }

    [Fact, Rule("E2")]
    public async Task The_last_of_duplicate_member_names_wins()
    {
        const string Claims = """
            {"iss":"x","iss":"https://lms.example.edu","aud":"client","https://purl.imsglobal.org/spec/lti/claim/deployment_id":"1",
             "a":{"b":1,"\u0062":2},"list":[{"c":1,"c":3}]}
            """;
        var session = LtiSession.FromClaims(Encoding.UTF8.GetBytes(Claims), "client");
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        var claims = (await Storage.FindSessionAsync(session.Id, Token))!.Claims!.Value;

        Assert.Equal("https://lms.example.edu", claims.GetProperty("iss").GetString());
        Assert.Equal("""{"b":2}""", claims.GetProperty("a").GetRawText().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(3, claims.GetProperty("list")[0].GetProperty("c").GetInt32());
        Assert.Equal(5, claims.EnumerateObject().Count());
    }

    [Fact, Rule("E2")]
    public async Task The_last_of_duplicate_member_names_in_a_document_of_another_program_wins()
    {
        const string Session = """
            {"later":1,"platform":{"issuer":"https://lms.example.edu","clientId":"first","clientId":"last","deploymentId":"1"},"later":{"a":1,"\u0061":2}}
            """;
        const string Registration = """{"openIdConfiguration":{"a":1,"a":2},"registrationToken":"first","registrationToken":"last"}""";
        var session = LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(Session));
        var registration = LtiRegistrationSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(Registration));
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await Storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token);

        var foundSession = await Storage.FindSessionAsync(session.Id, Token);
        var foundRegistration = await Storage.FindRegistrationSessionAsync(registration.Id, Token);

        AssertJson("""{"platform":{"issuer":"https://lms.example.edu","clientId":"last","deploymentId":"1"},"later":{"a":2}}""", foundSession!.Document);
        Assert.Equal("last", foundRegistration!.RegistrationToken);
        AssertJson("""{"a":2}""", foundRegistration.OpenIdConfiguration!.Value);
    }

    [Fact, Rule("E2")]
    public async Task Null_is_rejected_for_required_input()
    {
        await RefusedAsync(() => Storage.AddClientAsync(null!, Token).AsTask());
        await RefusedAsync(() => Storage.AddClientAsync(Any.Client() with { Endpoints = null! }, Token).AsTask());
        await RefusedAsync(() => Storage.AddClientAsync(Any.Client() with { Endpoints = Any.Endpoints with { TokenUrl = null! } }, Token).AsTask());
        await RefusedAsync(() => Storage.UpdateClientAsync(Any.ClientKey(), null!, Token).AsTask());
        await RefusedAsync(() => Storage.AddDeploymentAsync(Any.ClientKey(), null!, Token).AsTask());
        await RefusedAsync(() => Storage.UpdateDeploymentAsync(Any.ClientKey(), Any.DeploymentKey(), null!, Token).AsTask());
        await RefusedAsync(() => Storage.FindLaunchConfigAsync(default, Token).AsTask());
        await RefusedAsync(() => Storage.SaveLaunchConfigAsync(Any.LaunchKey(), null!, cancellationToken: Token).AsTask());
        await RefusedAsync(() => Storage.AddSessionAsync(null!, cancellationToken: Token).AsTask());
        await RefusedAsync(() => Storage.CompleteLaunchAsync(Any.Nonce(), null!, cancellationToken: Token).AsTask());
        await RefusedAsync(() => Storage.ListSessionsAsync(null!, cancellationToken: Token).CollectAsync());
        await RefusedAsync(() => Storage.DeleteSessionsAsync(null!, Token).AsTask());
        await RefusedAsync(() => Storage.SaveRegistrationSessionAsync(null!, cancellationToken: Token).AsTask());
        await AssertNothingStoredAsync();
    }

    [Theory, Rule("E1")]
    [MemberData(nameof(HostileText.Storable), MemberType = typeof(HostileText))]
    public async Task Odd_text_is_stored_exactly_in_every_field(string text)
    {
        var client = await Storage.AddClientAsync(new NewClient { Name = text, Issuer = text, ClientId = text, Endpoints = Any.Endpoints }, Token);
        var deployment = await Storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = text, Name = text, Description = text }, Token);
        var session = Any.Session(text, text, text, text);
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        Assert.Equal(client, await Storage.FindClientAsync(text, text, Token));
        Assert.Equal((text, text, text), (client.Name, client.Issuer, client.ClientId));
        Assert.Equal(deployment, await Storage.FindDeploymentByPlatformIdAsync(client.Id, text, Token));
        Assert.Equal((text, text, text), (deployment.DeploymentId, deployment.Name, deployment.Description));
        Assert.Equal(deployment.Id, (await Storage.FindLaunchConfigAsync(new LaunchKey(text, text, text), Token))?.DeploymentKey);
        Assert.Equal(session, await Storage.FindSessionAsync(session.Id, Token));
        Assert.Equal(1, await Storage.DeleteSessionsAsync(new SessionFilter { Issuer = text, ClientId = text, DeploymentId = text, UserId = text }, Token));
    }

    [Theory, Rule("E1")]
    [MemberData(nameof(HostileText.Distinct), MemberType = typeof(HostileText))]
    public async Task Keys_that_look_alike_are_different(string one, string other)
    {
        var first = await Storage.SaveConfigAsync(new LaunchKey(one, one, one), Any.Endpoints, Token);
        Assert.Empty(await Storage.FindClientsAsync(other, cancellationToken: Token));
        Assert.Null(await Storage.FindClientAsync(one, other, Token));
        Assert.Null(await Storage.FindLaunchConfigAsync(new LaunchKey(one, one, other), Token));

        var second = await Storage.SaveConfigAsync(new LaunchKey(other, other, other), Any.Endpoints, Token);
        Assert.NotEqual(first.ClientKey, second.ClientKey);
        Assert.NotEqual(first.DeploymentKey, (await Storage.EnsureDeploymentAsync(first.ClientKey, other, cancellationToken: Token)).Id);
    }

    private static void AssertJson(string expected, JsonElement actual)
        => Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), $"Expected {expected}, found {actual}.");

    private static async Task RefusedAsync(Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<ArgumentException>(call);
        Assert.False(string.IsNullOrEmpty(error.ParamName));
    }

    private async Task AssertNothingStoredAsync() => Assert.Empty(await Storage.ListClientsAsync(cancellationToken: Token).CollectAsync());
}
