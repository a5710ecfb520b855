namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Lists the servers for tests of their differences.</summary>
public enum ServerVersion
{
    /// <summary>The server that all tests share.</summary>
    Usual,

    /// <summary>PostgreSQL 17 or later.</summary>
    Newer,
}
