using Lti.Storage.Abstractions.Tests.Provider;

namespace Lti.Storage.Abstractions.Tests.Logins;

/// <summary>Tests that a decorator resolves logins through its own finds.</summary>
[Trait("Rule", "C7")]
public sealed class LoginResolutionTests
{
    /// <summary>
    /// The stored clients (<c>-</c> marks a disabled one, brackets hold deployments), the request, the outcome, the client and the finds.
    /// </summary>
    public static TheoryData<string, string?, string?, LoginOutcome, string?, string> Cases { get; } = new()
    {
        { "", null, null, LoginOutcome.UnknownIssuer, null, "i of any" },
        { "", "a", null, LoginOutcome.UnknownIssuer, null, "i a, i of any" },
        { "", null, "1", LoginOutcome.UnknownIssuer, null, "i of 1, i of any" },
        { "a", "a", null, LoginOutcome.Found, "a", "i a" },
        { "a b", "b", null, LoginOutcome.Found, "b", "i b" },
        { "a[1] b", "b", "1", LoginOutcome.Found, "b", "i b" },
        { "a", "A", null, LoginOutcome.UnknownClient, null, "i A, i of any" },
        { "-a", "b", null, LoginOutcome.UnknownClient, null, "i b, i of any" },
        { "a[1]", "b", "1", LoginOutcome.UnknownClient, null, "i b, i of any" },
        { "-a b", "a", null, LoginOutcome.Disabled, "a", "i a" },
        { "a", null, null, LoginOutcome.Found, "a", "i of any" },
        { "a", "", "", LoginOutcome.Found, "a", "i of any" },
        { "a b", null, null, LoginOutcome.Ambiguous, null, "i of any" },
        { "a -b c", "", null, LoginOutcome.Ambiguous, null, "i of any" },
        { "-a b -c", null, null, LoginOutcome.Found, "b", "i of any" },
        { "-a", null, null, LoginOutcome.Disabled, "a", "i of any" },
        { "-a -b", null, null, LoginOutcome.Disabled, null, "i of any" },
        { "a[1] b[2]", null, "2", LoginOutcome.Found, "b", "i of 2" },
        { "a[1] b[1]", "", "1", LoginOutcome.Ambiguous, null, "i of 1" },
        { "a[1] -b[1]", null, "1", LoginOutcome.Found, "a", "i of 1" },
        { "a -b[1]", null, "1", LoginOutcome.Disabled, "b", "i of 1" },
        { "a[1] b[2]", null, "3", LoginOutcome.Ambiguous, null, "i of 3, i of any" },
        { "a[1]", null, "3", LoginOutcome.Found, "a", "i of 3, i of any" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Decorator_resolves_a_login_through_its_own_finds(
        string stored, string? clientId, string? deploymentId, LoginOutcome outcome, string? found, string finds)
    {
        var provider = new RecordingProvider();
        await using var decorator = new FindingDecorator(provider, [.. Clients("other", "a"), .. Clients("i", stored)]);
        await using var outer = new PlainDecorator(decorator);

        foreach (var storage in new ILtiStorage[] { decorator, outer })
        {
            decorator.Finds.Clear();
            var resolved = await storage.ResolveLoginAsync("i", clientId, deploymentId, Token);

            Assert.Equal((outcome, found), (resolved.Outcome, resolved.Client?.ClientId));
            Assert.Equal(outcome == LoginOutcome.Found, resolved.IsFound);
            Assert.Equal(finds, string.Join(", ", decorator.Finds.Select(find => find.Find)));
            Assert.All(decorator.Finds, find => Assert.Equal(Token, find.Token));
        }

        Assert.Empty(provider.Calls);
    }

    [Fact]
    public void Every_outcome_is_tested()
        => Assert.Equal(Enum.GetValues<LoginOutcome>(), Cases.Select(row => row.Data.Item4).Distinct().Order());

    [Fact]
    public async Task Provider_resolves_a_login_through_its_own_finds()
    {
        var provider = new RecordingProvider();
        var text = new string('x', LtiLimits.MaxIdentifierLength);

        Assert.Equal(LoginOutcome.UnknownIssuer, (await provider.ResolveLoginAsync(text, " 1 ", "ignored", Token)).Outcome);
        Assert.Equal(LoginOutcome.UnknownIssuer, (await provider.ResolveLoginAsync(text, "", "😀", Token)).Outcome);

        object?[][] expected = [[text, " 1 ", Token], [text, null, Token], [text, "😀", Token], [text, null, Token]];
        Assert.Equal(expected, provider.Calls.Select(call => call.Arguments));
    }

    [Theory]
    [Trait("Rule", "E2")]
    [InlineData("", "c", "d", "issuer")]
    [InlineData("i", "c\0", "d", "clientId")]
    [InlineData("i", "c", "d\0", "deploymentId")]
    public async Task Decorator_rejects_bad_input_before_its_first_find(string issuer, string clientId, string deploymentId, string parameter)
    {
        await using var decorator = new FindingDecorator(new RecordingProvider());

        await Assert.ThrowsAsync<ArgumentException>(
            parameter, async () => await decorator.ResolveLoginAsync(issuer, clientId, deploymentId, Token));
        Assert.Empty(decorator.Finds);
    }

    [Fact]
    [Trait("Rule", "E5")]
    public async Task Decorator_rejects_a_cancelled_token_before_its_first_find()
    {
        await using var decorator = new FindingDecorator(new RecordingProvider());

        await Assert.ThrowsAsync<TaskCanceledException>(
            async () => await decorator.ResolveLoginAsync("i", cancellationToken: new CancellationToken(canceled: true)));
        Assert.Empty(decorator.Finds);
    }

    private static IEnumerable<ClientWithDeployments> Clients(string issuer, string stored)
        => stored.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text =>
        {
            var parts = text.TrimStart('-').TrimEnd(']').Split('[');
            var client = new LtiClient
            {
                Id = new(Guid.NewGuid()),
                Name = parts[0],
                Issuer = issuer,
                ClientId = parts[0],
                Endpoints = new() { AuthorizationUrl = "https://a.example", TokenUrl = "https://t.example", JwksUrl = "https://j.example" },
                IsEnabled = !text.StartsWith('-'),
            };
            return new ClientWithDeployments(
                client,
                [.. parts.Skip(1).Select(id => new LtiDeployment { Id = new(Guid.NewGuid()), ClientKey = client.Id, DeploymentId = id })]);
        });
}
