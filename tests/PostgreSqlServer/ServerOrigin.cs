namespace Lti.Storage.PostgreSqlServer;

/// <summary>Lists the origins of a server in the order in which they are tried.</summary>
public enum ServerOrigin
{
    /// <summary>The server in <c>LTI_TEST_DATABASE_URL</c>.</summary>
    Configured,

    /// <summary>A container, started through Testcontainers.</summary>
    Docker,

    /// <summary>A throw-away cluster, created with the machine's <c>initdb</c>.</summary>
    Binaries,
}
