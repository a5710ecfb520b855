namespace Lti.Storage.PostgreSqlServer;

/// <summary>How PgBouncer is set up.</summary>
public sealed class PgBouncerOptions
{
    /// <summary>Settings of its <c>[pgbouncer]</c> section by name, added to the defaults (transaction mode).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where the program may be: the first that exists. Default: where packages and a build of one's own put it.</summary>
    public IReadOnlyList<string> Programs { get; init; } =
        ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"];

    /// <summary>How long it may take until a query passes through it. Default: 20 seconds.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The clock for waiting.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
