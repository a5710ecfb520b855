using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Configures how a server for tests is found and started.</summary>
public sealed class ServerOptions
{
    /// <summary>Gets the reader of environment variables. Only <c>LTI_TEST_DATABASE_URL</c> and <c>PATH</c> are read.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Gets the conversion of <c>LTI_TEST_DATABASE_URL</c> to an Npgsql connection string.</summary>
    /// <remarks>The default converts <c>postgresql://user:password@host:port/database</c> and returns other text unchanged.</remarks>
    public Func<string, string> TranslateUrl { get; init; } = ServerUrl.Translate;

    /// <summary>
    /// Gets server settings by name. They are added to the defaults (<c>max_connections</c> 200). A configured server keeps its own.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets whether a started server keeps acknowledged writes when the machine fails. Default: true.</summary>
    /// <remarks>
    /// False turns <c>fsync</c> and <c>full_page_writes</c> off, which makes dropping a database ten times faster. A cluster's files are then
    /// in memory (<c>/dev/shm</c>) if it has 4 GB free. The server still keeps acknowledged writes when its process is killed.
    /// </remarks>
    public bool IsDurable { get; init; } = true;

    /// <summary>Gets the pinned image for Docker. Default: <c>postgres:15.14</c>.</summary>
    public string Image { get; init; } = "postgres:15.14";

    /// <summary>Gets Docker's endpoint. Null (the default) means the one that Testcontainers finds.</summary>
    public Uri? DockerEndpoint { get; init; }

    /// <summary>Gets the folders to search for <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>.</summary>
    /// <remarks>
    /// Null (the default) means the PATH and the folders of packages. Those must also contain <c>pg_basebackup</c>, which a standby
    /// needs.
    /// </remarks>
    public IReadOnlyList<string>? BinaryFolders { get; init; }

    /// <summary>Gets the oldest accepted major version of the binaries. Default: <see cref="TestServer.OldestMajorVersion"/>.</summary>
    public int OldestMajorVersion { get; init; } = TestServer.OldestMajorVersion;

    /// <summary>Gets the timeout for a server's start, without the download of an image. Default: three minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets the clock for waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal IEnumerable<KeyValuePair<string, string>> AllSettings =>
        ServerSettings.Defaults(IsDurable).Where(setting => !Settings.ContainsKey(setting.Key)).Concat(Settings);
}
