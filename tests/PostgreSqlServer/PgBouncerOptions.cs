namespace Lti.Storage.PostgreSqlServer;

/// <summary>Configures PgBouncer.</summary>
public sealed class PgBouncerOptions
{
    /// <summary>Gets settings of the <c>[pgbouncer]</c> section by name. They are added to the defaults (transaction mode).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Gets the paths to search for the program. Default: the paths of packages and of local builds.</summary>
    public IReadOnlyList<string> Programs { get; init; } =
        ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];

    /// <summary>Gets the timeout for the first query through PgBouncer. Default: three minutes.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Gets the clock for waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
