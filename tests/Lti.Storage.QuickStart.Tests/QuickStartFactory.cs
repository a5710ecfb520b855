using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests;

/// <summary>The whole application on a test server; the tool fetches the platform's keys from that same server.</summary>
public sealed class QuickStartFactory : WebApplicationFactory<Program>
{
    internal ILtiStorage Storage => Services.GetRequiredService<ILtiStorage>();

    /// <summary>A browser of its own, with its own cookies, that does not follow redirects.</summary>
    internal Browser NewBrowser() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");
        builder.ConfigureTestServices(services =>
            services.AddHttpClient<PlatformKeySets>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler()));
    }
}
