using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using QuickStart.Tool;
using QuickStart.Tool.Registration;

namespace Lti.Storage.QuickStart.Tests;

/// <summary>The whole application on a test server; the tool asks the platforms on that same server.</summary>
public sealed class QuickStartFactory : WebApplicationFactory<Program>
{
    /// <summary>A connection string of PostgreSQL, or nothing for storage in memory.</summary>
    internal string Database { get; init; } = "";

    internal ILtiStorage Storage => Services.GetRequiredService<ILtiStorage>();

    /// <summary>A browser of its own, with its own cookies, that does not follow redirects.</summary>
    internal Browser NewBrowser() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");

        // Over the environment's: DATABASE_URL may be somebody's server.
        builder.UseSetting("DATABASE_URL", "").UseSetting("ConnectionStrings:Lti", Database);
        builder.ConfigureTestServices(services =>
        {
            services.AddHttpClient<PlatformKeySets>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
            services.AddHttpClient<IRegistrationPlatform, RegistrationClient>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
        });
    }
}
