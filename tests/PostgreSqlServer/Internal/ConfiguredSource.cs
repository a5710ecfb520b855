namespace Lti.Storage.PostgreSqlServer.Internal;

internal sealed class ConfiguredSource(ServerOptions options) : IServerSource
{
    public ServerOrigin Origin => ServerOrigin.Configured;

    public Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken)
    {
        var url = options.Environment("LTI_TEST_DATABASE_URL");
        return Task.FromResult(string.IsNullOrWhiteSpace(url)
            ? new StartResult<RunningServer>(null, "LTI_TEST_DATABASE_URL is not set")
            : new StartResult<RunningServer>(new RunningServer(options.TranslateUrl(url), Owned: null), null));
    }
}
