// Copy what your tool needs: the storage, the order of the middleware, the headers of every answer.
using Lti.Storage;
using Lti.Storage.Caching;
using Lti.Storage.Hosting;
using Lti.Storage.PostgreSql;
using Lti.Storage.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using QuickStart.Administration;
using QuickStart.Pages;
using QuickStart.Platform;
using QuickStart.Registration;
using QuickStart.Tool;

namespace QuickStart;

/// <summary>Composes the web application.</summary>
internal static class QuickStartApp
{
    private const string DefaultUrl = "http://localhost:5080";

    public static WebApplication Create(string[] args)
    {
        // The argument --memory has no value. A setting needs one.
        string[] settings = [.. args.Select(argument => argument == $"--{StorageChoice.Memory}" ? $"{argument}=true" : argument)];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // A login, a launch and a form of the administration are smaller. The default of 30 MB is memory that any sender could take.
        builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = 1_000_000);

        // Request logs hold addresses and LTI addresses hold nonces (contract rule E8). Npgsql logs every statement.
        // A failed start prints one line instead.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        // This demonstration serves only this machine. Requests for other hosts are refused.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";

        // A wrong one ends the start. Later it would refuse every launch.
        ToolEndpoints.PublicUrl(builder.Configuration);
        AddTool(builder.Services, StorageChoice.Of(builder.Configuration, builder.Environment.ContentRootPath));
        AddPlatforms(builder.Services);
        AddExport(builder);

        var app = builder.Build();

        // Its counts start with its creation.
        app.Services.GetRequiredService<CacheCounts>();
        app.Use(AddHeaders);
        app.UseMiddleware<ErrorPages>();
        app.UseStatusCodePages(context => ErrorPages.WriteStatusAsync(context.HttpContext));

        // Every cookie is for https alone. A browser counts this machine as safe.
        app.UseCookiePolicy(new CookiePolicyOptions { Secure = CookieSecurePolicy.Always });
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapHome();
        app.MapTool();
        app.MapRegistration();
        MapAdministration(app);
        app.MapPlatforms();
        app.MapHealthChecks("/healthz");
        return app;
    }

    /// <summary>Says where the data is and where the administrator signs in, when the server runs.</summary>
    public static void PrintPlaces(WebApplication app) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        if (app.Services.GetRequiredService<StorageChoice>().Path is { } path)
        {
            Console.WriteLine($"Data: {path}  Remove the file to begin again. --memory keeps nothing.");
        }

        Console.WriteLine($"Administration: {app.Urls.First()}/admin  Password: {app.Services.GetRequiredService<Administrators>().Password}");
    });

    /// <summary>Adds the tool. The commands need nothing else.</summary>
    public static void AddTool(IServiceCollection services, StorageChoice storage)
    {
        // The provider comes first. Each decorator wraps those before it. Cleanup runs in the background.
        storage.AddTo(services.AddLtiStorage(options => options.SchemaOnStart = SchemaOnStart.Migrate))
            .WithCaching()
            .WithTelemetry()
            .AddCleanup()
            .ProtectSecrets()
            .AddToolKeys();
        services.AddHealthChecks().AddLtiStorage();
        services.AddSingleton(storage);
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection();
        services.AddAntiforgery(options => options.Cookie.Name = "__Host-lti-antiforgery");
        Administrators.Add(services);
        RateLimits.Add(services);

        // The simulated platforms run in this program. A tool in production must not allow loopback.
        var addresses = new PublicAddresses(allowLoopback: true);
        services.AddHttpClient(KeySets.HttpClientName).ConfigurePrimaryHttpMessageHandler(addresses.CreateHandler);
        services.AddSingleton<IKeySets, KeySets>();
        services.AddHttpClient<IRegistrationPlatform, RegistrationClient>().ConfigurePrimaryHttpMessageHandler(addresses.CreateHandler);
        services.AddTransient<Registrations>();
        services.AddMetrics();
        services.AddSingleton<CacheCounts>();
        services.AddSingleton<DeepLinking>();
        services.AddSingleton<Logins>();
        services.AddSingleton<LaunchTickets>();
        services.AddSingleton<RefusedRegistrations>();
        services.AddSingleton<IdTokenVerifier>();
        services.AddSingleton<Launches>();
        services.AddSingleton<NonceOutcomes>();
    }

    public static void AddPlatforms(IServiceCollection services)
    {
        services.AddSingleton<PlatformKey>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<RegistrationDesk>();
        services.AddSingleton<LastLaunches>();
        services.AddHttpClient(DeepLinks.HttpClientName);
        services.AddSingleton<DeepLinks>();
    }

    /// <summary>Maps the administration. The policy and the check of forms are on the groups, so that no page can be without them.</summary>
    private static void MapAdministration(WebApplication app)
    {
        var site = app.MapGroup("/admin").AddEndpointFilter(Administrators.RequireOwnFormAsync);
        Administrators.MapSignIn(site);
        var admin = site.MapGroup("").RequireAuthorization(Administrators.Policy);
        admin.MapPost("/sign-out", (Delegate)Administrators.SignOutAsync);
        admin.MapClients();
        admin.MapSessions();
        admin.MapKeys();
        admin.MapActivity();
    }

    /// <summary>Adds the headers of every answer. A page adds its own content security policy.</summary>
    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";

            // The address of a registration page holds its token.
            headers["Referrer-Policy"] = "no-referrer";
            if (headers.ContentSecurityPolicy.Count == 0)
            {
                headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'; form-action 'none'";
            }

            return Task.CompletedTask;
        });
        return next(context);
    }

    /// <summary>Exports traces and metrics when the environment names an OpenTelemetry collector.</summary>
    private static void AddExport(WebApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry()
                // A storage span is sampled only when its parent is. The parent is the request's span.
                .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", TelemetryNames.ActivitySourceName))
                .WithMetrics(metrics => metrics
                    .AddMeter(TelemetryNames.MeterName, CachingMetrics.MeterName, HostingMetrics.MeterName, PostgreSqlMetrics.MeterName, "Npgsql"))
                .UseOtlpExporter();
        }
    }
}
