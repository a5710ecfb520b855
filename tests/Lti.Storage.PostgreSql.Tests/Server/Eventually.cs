namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Waits for what another session does, which tells nobody: asked again until it is so, or the test run ends.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, limit.Token);
        }
    }
}
