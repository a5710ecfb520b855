using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Waits for what gives no event, up to half a minute.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<Task<bool>> condition) =>
        Poll.UntilAsync(_ => condition(), "What the test waits for", TimeSpan.FromSeconds(30), TimeProvider.System, Sql.Token);
}
