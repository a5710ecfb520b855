using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests.AccessTokens;

/// <summary>Tests the registration of access tokens.</summary>
public sealed class AddAccessTokensTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_named_storage_has_its_own_tokens_and_options()
    {
        var services = new ServiceCollection();
        foreach (var name in new[] { "north", "south" })
        {
            services.AddLtiStorage(name).UseInMemory().AddAccessTokens();
            services.Configure<LtiStorageOptions>(name, static options => options.AllowUnprotectedSecrets = true);
        }

        await using var provider = services.BuildServiceProvider();
        var north = provider.GetRequiredKeyedService<IAccessTokens>("north");
        var client = await provider.GetRequiredKeyedService<ILtiStorage>("north").AddClientAsync(
            new NewClient
            {
                Name = "LMS",
                Issuer = "https://lms.example.edu",
                ClientId = "client",
                Endpoints = new()
                {
                    AuthorizationUrl = "https://lms.example.edu/auth",
                    TokenUrl = "https://lms.example.edu/token",
                    JwksUrl = "https://lms.example.edu/jwks",
                },
            },
            Token);
        var request = new AccessTokenRequest(client.Issuer, client.ClientId, client.Endpoints.TokenUrl, ["scope"]);

        Assert.Equal("token", (await north.GetAsync(request, AnswerAsync, Token)).Value);
        await Assert.ThrowsAsync<LtiNotFoundException>(
            () => provider.GetRequiredKeyedService<IAccessTokens>("south").GetAsync(request, AnswerAsync, Token).AsTask());

        static Task<AccessTokenAnswer> AnswerAsync(AccessTokenRequest request, CancellationToken cancellationToken)
            => Task.FromResult(new AccessTokenAnswer("token", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task Contradicting_options_fail_the_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddLtiStorage().UseInMemory().AddAccessTokens(static options => options.LeaseFor = TimeSpan.Zero);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("LeaseFor", error.Message, StringComparison.Ordinal);
    }
}
