using System.Net.Sockets;
using Docker.DotNet;
using DotNet.Testcontainers.Builders;
using Microsoft.Extensions.Logging.Abstractions;
using Testcontainers.PostgreSql;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Runs a container of the pinned image.</summary>
/// <remarks>When Docker cannot run it (for example without the image and without network), the next source is tried.</remarks>
internal sealed class DockerSource(ServerOptions options) : IServerSource
{
    public ServerOrigin Origin => ServerOrigin.Docker;

    public async Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken)
    {
        PostgreSqlContainer? container = null;
        try
        {
            container = Container();
            await container.StartAsync(cancellationToken);
            return new(new RunningServer(container.GetConnectionString(), container), null);
        }
        catch (Exception e) when (e is DockerUnavailableException or DockerApiException or DockerContainerNotFoundException
            or HttpRequestException or IOException or TimeoutException or AggregateException { InnerException: SocketException })
        {
            if (container is not null)
            {
                await container.DisposeAsync();
            }

            var cause = e.GetBaseException().Message.ReplaceLineEndings("\n").Split('\n')[0].TrimEnd('.');
            return new(null, $"Docker does not run {options.Image} ({cause})");
        }
    }

    private PostgreSqlContainer Container()
    {
        // Testcontainers turns fsync off first. When an option is given twice, the server uses the last value.
        var settings = options.AllSettings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" }).ToArray();
        var builder = new PostgreSqlBuilder(options.Image).WithLogger(NullLogger.Instance).WithCommand(settings);
        return (options.DockerEndpoint is null ? builder : builder.WithDockerEndpoint(options.DockerEndpoint)).Build();
    }
}
