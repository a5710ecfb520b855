using System.Net;
using Lti.Storage.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using QuickStart.Platform;
using QuickStart.Registration;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests;

/// <summary>Runs the whole application on a test server. The tool reaches the platforms on the same server.</summary>
public sealed class QuickStartFactory : WebApplicationFactory<Program>
{
    public const string Password = "the administrator's password";

    public QuickStartFactory() => ClientOptions.BaseAddress = new Uri("https://localhost");

    /// <summary>The connection string of PostgreSQL. Empty for the in-memory storage.</summary>
    internal string Database { get; init; } = "";

    /// <summary>The address that requests seem to come from.</summary>
    internal IPAddress RemoteAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The clock of the tool. Null for the system's.</summary>
    internal TimeProvider? Clock { get; init; }

    /// <summary>Whether the tool's requests go to the network, as in production, and not to this server.</summary>
    internal bool UsesNetwork { get; init; }

    /// <summary>The tool's own address. Empty for that of the request.</summary>
    internal string PublicUrl { get; init; } = "";

    /// <summary>Replaces the storage for the tool alone.</summary>
    internal Func<ILtiStorage, ILtiStorage>? Decorate { get; init; }

    /// <summary>Answers the tool's registration requests. Null for the simulated platform.</summary>
    internal IRegistrationPlatform? RegistrationPlatform { get; init; }

    internal ILtiStorage Storage => Services.GetRequiredService<ILtiStorage>();

    /// <summary>The session of the last launch.</summary>
    internal LtiSession LastSession { get; private set; } = null!;

    /// <summary>Creates a browser with its own cookies. It does not follow redirects.</summary>
    /// <param name="cookies">Cookies of another browser, or null for a new one.</param>
    internal Browser NewBrowser(CookieContainer? cookies = null)
    {
        cookies ??= new CookieContainer { PerDomainCapacity = 300 };
        return new Browser(CreateDefaultClient(ClientOptions.BaseAddress, new Microsoft.AspNetCore.Mvc.Testing.Handlers.CookieContainerHandler(cookies)), cookies);
    }

    /// <summary>Creates a browser in which the administrator has signed in.</summary>
    internal async Task<Browser> NewAdministratorAsync()
    {
        var browser = NewBrowser();
        var form = (await browser.GetAsync("/admin/sign-in")).Fields;
        form["password"] = Password;
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostAsync("/admin/sign-in", form)).Status);
        return browser;
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment("Development");

        // These settings override the environment: DATABASE_URL may name a real server.
        builder.UseSetting("DATABASE_URL", "").UseSetting("memory", "true").UseSetting("ConnectionStrings:Lti", Database).UseSetting("ToolHost", "localhost").UseSetting("Admin:Password", Password);
        builder.UseSetting("urls", "http://127.0.0.1:0").UseSetting("PublicUrl", PublicUrl);
        builder.ConfigureTestServices(services =>
        {
            if (!UsesNetwork)
            {
                services.AddHttpClient(KeySets.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
                services.AddHttpClient(DeepLinks.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
                services.AddHttpClient<IRegistrationPlatform, RegistrationClient>().ConfigurePrimaryHttpMessageHandler(() => Server.CreateHandler());
            }

            services.AddSingleton<IStartupFilter>(new FromAddress(this));

            // It starts at a random time, so it could remove an expired nonce before a test presents it.
            services.Configure<CleanupOptions>(options => options.IsEnabled = false);
            services.AddLtiStorage().Decorate((_, inner) => new LastSessionStorage(Decorate?.Invoke(inner) ?? inner, this));
            if (RegistrationPlatform is not null)
            {
                services.AddSingleton(RegistrationPlatform);
            }

            if (Clock is not null)
            {
                services.AddSingleton(Clock);

                // Its first run is at a random moment. A test that moves the clock would lose expired rows by chance.
                services.Configure<CleanupOptions>(static options => options.IsEnabled = false);
            }
        });
    }

    private sealed class LastSessionStorage(ILtiStorage inner, QuickStartFactory factory) : DelegatingLtiStorage(inner)
    {
        public override async ValueTask<NonceOutcome> CompleteLaunchAsync(
            LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        {
            var outcome = await base.CompleteLaunchAsync(login, session, lifetime, cancellationToken);
            if (outcome == NonceOutcome.Consumed)
            {
                factory.LastSession = session;
            }

            return outcome;
        }
    }

    private sealed class FromAddress(QuickStartFactory factory) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, proceed) =>
            {
                context.Connection.RemoteIpAddress = factory.RemoteAddress;
                return proceed(context);
            });
            next(app);
        };
    }
}
