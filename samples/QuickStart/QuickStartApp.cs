using Lti.Storage;
using Lti.Storage.Caching;
using Lti.Storage.PostgreSql;
using Lti.Storage.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using QuickStart.Pages;
using QuickStart.Platform;
using QuickStart.Platform.Registration;
using QuickStart.Tool;
using QuickStart.Tool.Registration;

namespace QuickStart;

/// <summary>Composes the web application.</summary>
internal static class QuickStartApp
{
    private const string DefaultUrl = "http://localhost:5080";

    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args });
        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        // Request logs hold addresses and LTI addresses hold nonces (contract rule E8). Npgsql logs every statement.
        // A failed start prints one line instead.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);

        // This demonstration serves only this machine. Requests for other hosts are refused.
        builder.Configuration["AllowedHosts"] = "localhost;127.0.0.1;[::1]";
        AddTool(builder.Services, StorageChoice.Of(builder.Configuration));
        AddPlatforms(builder.Services);
        AddExport(builder);

        var app = builder.Build();

        // Its counts start with its creation.
        app.Services.GetRequiredService<CacheCounts>();
        app.UseMiddleware<ErrorPages>();
        app.UseStatusCodePages(context => ErrorPages.WriteStatusAsync(context.HttpContext));
        app.MapHome();
        app.MapTool();
        app.MapPlatforms();
        app.MapHealthChecks("/healthz");
        return app;
    }

    /// <summary>Adds the tool. The commands need nothing else.</summary>
    public static void AddTool(IServiceCollection services, StorageChoice storage)
    {
        // The provider comes first. Each decorator wraps those before it. Cleanup runs in the background.
        storage.AddTo(services.AddLtiStorage(options => options.SchemaOnStart = SchemaOnStart.Migrate))
            .WithCaching()
            .WithTelemetry()
            .AddCleanup();
        services.AddHealthChecks().AddLtiStorage();
        services.AddSingleton(storage);
        services.TryAddSingleton(TimeProvider.System);
        services.AddDataProtection();
        services.AddAntiforgery(options => options.Cookie.Name = "quickstart-antiforgery");

        // The simulated platforms run in this program. A tool in production must not allow loopback.
        var addresses = new PublicAddresses(allowLoopback: true);
        services.AddHttpClient<PlatformKeySets>().ConfigurePrimaryHttpMessageHandler(addresses.CreateHandler);
        services.AddHttpClient<IRegistrationPlatform, RegistrationClient>().ConfigurePrimaryHttpMessageHandler(addresses.CreateHandler);
        services.AddTransient<Registrations>();
        services.AddMetrics();
        services.AddSingleton<CacheCounts>();
        services.AddSingleton<ToolKey>();
        services.AddSingleton<LoginStates>();
        services.AddSingleton<IdTokenVerifier>();
        services.AddSingleton<Launches>();
        services.AddSingleton<NonceOutcomes>();
    }

    public static void AddPlatforms(IServiceCollection services)
    {
        services.AddSingleton<PlatformKey>();
        services.AddSingleton<IdTokens>();
        services.AddSingleton<RegistrationDesk>();
    }

    /// <summary>Exports traces and metrics when the environment names an OpenTelemetry collector.</summary>
    private static void AddExport(WebApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            builder.Services.AddOpenTelemetry()
                // A storage span is sampled only when its parent is. The parent is the request's span.
                .WithTracing(traces => traces.AddSource("Microsoft.AspNetCore", TelemetryNames.ActivitySourceName))
                .WithMetrics(metrics => metrics.AddMeter(TelemetryNames.MeterName, CachingMetrics.MeterName, PostgreSqlMetrics.MeterName, "Npgsql"))
                .UseOtlpExporter();
        }
    }
}
