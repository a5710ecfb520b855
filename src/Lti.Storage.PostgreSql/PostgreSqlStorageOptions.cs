using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;
using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql;

/// <summary>
/// How the database is reached, beside <see cref="LtiStorageOptions"/>. Checked when the host starts, or when a storage is constructed without a
/// container; a storage copies them, so later changes have no effect. No message of the check shows a password.
/// </summary>
public sealed class PostgreSqlStorageOptions
{
    /// <summary>The schema where none is chosen.</summary>
    public const string DefaultSchema = "public";

    /// <summary>
    /// A connection string in Npgsql's form, or a <c>postgresql://</c> or <c>postgres://</c> URI as in <c>DATABASE_URL</c>. Null where
    /// <see cref="DataSource"/> is given; exactly one of both has to be.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// A data source of the caller's own, for instance with a password provider for rotating credentials. It is not disposed by the storage, its
    /// settings are left as they are, and the options of the pool below are not looked at. Null where <see cref="ConnectionString"/> is given.
    /// </summary>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>
    /// The schema that the tables are in, so that several tools share a database. Quoted as an identifier wherever it is used; at most 63 UTF-8
    /// bytes. Default: <c>public</c>.
    /// </summary>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>
    /// The most connections that this storage opens. From 1 to 1,000, and together with the other nodes' never over the server's
    /// <c>max_connections</c>. Null means what the connection string says, else 1 in a serverless environment and 10 elsewhere.
    /// </summary>
    [Range(1, 1000)]
    public int? MaxPoolSize { get; set; }

    /// <summary>
    /// How long an idle connection is kept. From 1 second to 1 hour. Null means what the connection string says, else 20 seconds.
    /// </summary>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan? IdleConnectionLifetime { get; set; }

    /// <summary>
    /// How long the statements of a call may take, until the answer of their commit. Then the call fails with an unknown outcome (contract rule F1). From 1
    /// second to 1 hour, rounded up to whole seconds. Null means the connection string's, or 30 seconds.
    /// </summary>
    /// <remarks>A call that waits in a full queue for as long was not sent and fails as not applied.</remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan? CommandTimeout { get; set; }

    /// <summary>
    /// How long a write waits for a lock, such as that of a row that another session has locked. Then the call fails as not applied. From 10 milliseconds to 1
    /// hour. Null means 2 seconds, or a quarter of <see cref="CommandTimeout"/> if that is less.
    /// </summary>
    /// <remarks>
    /// A batch waits for a quarter of it. Then each of its calls is retried alone, so that one locked row does not fail the others. The time-out holds for the
    /// statement alone, on every connection. A shorter <c>lock_timeout</c> of the server, the role or the connection takes precedence.
    /// </remarks>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan? LockTimeout { get; set; }

    /// <summary>
    /// Whether statements are prepared on each connection. Turn it off behind a pooler that hands out a connection for each transaction and does
    /// not keep prepared statements, such as PgBouncer before 1.21. Default: true.
    /// </summary>
    public bool PrepareStatements { get; set; } = true;

    /// <summary>
    /// Whether this process runs in a serverless environment, where it may be frozen between two requests: then the pool holds one connection unless
    /// another size is given. Null means: found out by the variables that AWS Lambda, Google Cloud, Azure Functions, Vercel and Netlify set.
    /// </summary>
    public bool? IsServerless { get; set; }

    /// <summary>
    /// Whether concurrent calls are batched: while two statements of a kind are in flight, further calls wait and are sent together, up to 64 in one statement
    /// and one commit. Each gets its own answer. A call that comes alone is sent alone and at once. Off in a serverless environment. Default: true.
    /// </summary>
    public bool BatchCalls { get; set; } = true;

    /// <summary>
    /// Whether changes by other nodes are listened for (LISTEN and NOTIFY), on one connection of the storage's own outside the pool, once a cache
    /// subscribes. Off in a serverless environment whatever is set here. Default: true.
    /// </summary>
    public bool ListenForChanges { get; set; } = true;

    /// <summary>
    /// A data source of the caller's own for that connection, which it holds for as long as the storage lives; it has to reach the primary, not by way of
    /// a pooler in transaction mode. It is not disposed by the storage. Null means: as <see cref="ConnectionString"/> says. With a
    /// <see cref="DataSource"/> nothing is listened for unless this is given, since the password can't be read back.
    /// </summary>
    public NpgsqlDataSource? ListenerDataSource { get; set; }

    /// <summary>
    /// How often the listener checks that it hears every change: its connection lives, and its server is the one that takes the pool's writes. Until then a
    /// change by another node may go unseen.
    /// </summary>
    /// <remarks>From 1 second to 1 hour; the check may take 6 seconds more. Default: 10 seconds.</remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan ListenerKeepAlive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The limits of batches, if <see cref="BatchCalls"/> is true.</summary>
    internal BatchLimits Batching { get; set; } = new();

    internal PostgreSqlStorageOptions Copy() => (PostgreSqlStorageOptions)MemberwiseClone();
}
