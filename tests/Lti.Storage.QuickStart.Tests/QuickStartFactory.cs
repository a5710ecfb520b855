using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using QuickStart.Tool;
using QuickStart.Tool.Registration;

namespace Lti.Storage.QuickStart.Tests;

/// <summary>Runs the whole application on a test server. The tool reaches the platforms on the same server.</summary>
public sealed class QuickStartFactory : WebApplicationFactory<Program>
{
    /// <summary>The connection string of PostgreSQL. Empty for the in-memory storage.</summary>
    internal string Database { get; init; } = "";

    internal ILtiStorage Storage => Services.GetRequiredService<ILtiStorage>();

    /// <summary>Creates a browser with its own cookies. It does not follow redirects.</summary>
    internal Browser NewBrowser() => new(CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false }));

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");

        // These settings override the environment: DATABASE_URL may name a real server.
        builder.UseSetting("DATABASE_URL", "").UseSetting("ConnectionStrings:Lti", Database);
        builder.ConfigureTestServices(services =>
        {
            services.AddHttpClient<PlatformKeySets>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
            services.AddHttpClient<IRegistrationPlatform, RegistrationClient>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
        });
    }
}
