using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>How a server for tests is found and set up.</summary>
public sealed class ServerOptions
{
    /// <summary>Where environment variables are read: only <c>LTI_TEST_DATABASE_URL</c> and <c>PATH</c> are.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Makes an Npgsql connection string of what <c>LTI_TEST_DATABASE_URL</c> holds. The default knows
    /// <c>postgresql://user:password@host:port/database</c> and takes anything else for a connection string already.</summary>
    public Func<string, string> TranslateUrl { get; init; } = ServerUrl.Translate;

    /// <summary>Server settings by name, added to the defaults (<c>max_connections</c> 200). A configured server keeps its own.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The image for Docker, pinned. Default: <c>postgres:15.14</c>.</summary>
    public string Image { get; init; } = "postgres:15.14";

    /// <summary>Docker's endpoint; null (the default) means the one that Testcontainers finds.</summary>
    public Uri? DockerEndpoint { get; init; }

    /// <summary>The folders to search for <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>. Null (the default) means the PATH and the
    /// folders of packages; there <c>pg_basebackup</c>, which a standby needs, has to be present too.</summary>
    public IReadOnlyList<string>? BinaryFolders { get; init; }

    /// <summary>The oldest major version of the binaries. Default: <see cref="TestServer.OldestMajorVersion"/>.</summary>
    public int OldestMajorVersion { get; init; } = TestServer.OldestMajorVersion;

    /// <summary>How long a server may take until it answers; the download of an image is not counted. Default: one minute.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock for waiting.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal IEnumerable<KeyValuePair<string, string>> AllSettings =>
        ServerSettings.Defaults.Where(setting => !Settings.ContainsKey(setting.Key)).Concat(Settings);
}
