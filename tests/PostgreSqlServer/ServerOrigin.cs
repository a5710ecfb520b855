namespace Lti.Storage.PostgreSqlServer;

/// <summary>Where a server comes from, in the order in which they are tried.</summary>
public enum ServerOrigin
{
    /// <summary>The server that <c>LTI_TEST_DATABASE_URL</c> names.</summary>
    Configured,

    /// <summary>A container, through Testcontainers.</summary>
    Docker,

    /// <summary>A throw-away cluster made with the machine's own <c>initdb</c>.</summary>
    Binaries,
}
