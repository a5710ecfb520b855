namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>The same faults are made with and without the sharing of statements.</summary>
internal static class Coalescing
{
    public static void Set(PostgreSqlStorageOptions options, bool coalesces) => _ = (options, coalesces);
}
