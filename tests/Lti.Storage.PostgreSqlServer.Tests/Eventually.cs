using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Polls a condition for up to 30 seconds.</summary>
internal static class Eventually
{
    public static Task TrueAsync(Func<Task<bool>> condition) =>
        Poll.UntilAsync(_ => condition(), "The condition of the test", TimeSpan.FromSeconds(30), TimeProvider.System, Sql.Token);
}
