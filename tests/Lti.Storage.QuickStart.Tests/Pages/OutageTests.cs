using System.Net;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.QuickStart.Tests.Pages;

public sealed class OutageTests
{
    [Fact]
    public async Task Unreachable_storage_is_503_and_never_404()
    {
        await using var factory = new QuickStartFactory();
        await using var down = factory.WithWebHostBuilder(builder => builder.ConfigureTestServices(services =>
            services.AddLtiStorage().Decorate((_, inner) => new UnreachableStorage(inner))));
        using var http = down.CreateClient();

        using var answer = await http.GetAsync(new Uri("/tool/login?iss=https://a.example&login_hint=u&target_link_uri=x", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("storage can&#x27;t be reached", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private sealed class UnreachableStorage(ILtiStorage inner) : DelegatingLtiStorage(inner)
    {
        public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
            => throw new LtiStorageUnavailableException("The server is down.", LtiWorkOutcome.NotApplied);

        public override ValueTask<ResolvedLogin> ResolveLoginAsync(
            string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
            => throw new LtiStorageUnavailableException("The server is down.", LtiWorkOutcome.NotApplied);
    }
}
