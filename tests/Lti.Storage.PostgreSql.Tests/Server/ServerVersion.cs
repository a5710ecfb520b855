namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>The servers that a test of their differences runs on.</summary>
public enum ServerVersion
{
    /// <summary>The server that all tests share.</summary>
    Usual,

    /// <summary>PostgreSQL 17 or later.</summary>
    Newer,
}
