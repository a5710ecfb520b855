using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Tests;

/// <summary>Creates a host with a storage as an application does.</summary>
internal static class HostOf
{
    public static IHost Storage(
        Action<LtiStorageBuilder> configure, TimeProvider? clock = null, ILoggerProvider? log = null, SchemaOnStart schema = SchemaOnStart.Check)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        configure(builder.Services.AddLtiStorage(options => options.SchemaOnStart = schema));
        return builder.Build();
    }
}
