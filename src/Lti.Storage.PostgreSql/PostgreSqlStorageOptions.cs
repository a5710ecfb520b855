using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;
using Lti.Storage.PostgreSql.Internal.Batching;
using Npgsql;

namespace Lti.Storage.PostgreSql;

/// <summary>The options of the PostgreSQL provider, in addition to <see cref="LtiStorageOptions"/>.</summary>
/// <remarks>
/// They are checked when the host starts or when a storage is constructed without a container. No error message shows a password. A
/// storage copies its options, so later changes have no effect.
/// </remarks>
public sealed class PostgreSqlStorageOptions
{
    /// <summary>The default schema.</summary>
    public const string DefaultSchema = "public";

    /// <summary>The connection string in Npgsql's form or as a <c>postgresql://</c> or <c>postgres://</c> URI.</summary>
    /// <remarks>
    /// A URI is the usual form of <c>DATABASE_URL</c>. Set either this or <see cref="DataSource"/> and leave the other null.
    /// </remarks>
    public string? ConnectionString { get; set; }

    /// <summary>The caller's data source, for example with a password provider for rotating credentials.</summary>
    /// <remarks>
    /// The storage does not dispose it and keeps its settings. The pool options below are ignored. Set either this or <see
    /// cref="ConnectionString"/> and leave the other null.
    /// </remarks>
    public NpgsqlDataSource? DataSource { get; set; }

    /// <summary>The schema of the tables. Default: <c>public</c>.</summary>
    /// <remarks>
    /// With different schemas several tools can share a database. The name is at most 63 UTF-8 bytes long and is always quoted.
    /// </remarks>
    public string Schema { get; set; } = DefaultSchema;

    /// <summary>The most connections that this storage opens. From 1 to 1,000.</summary>
    /// <remarks>
    /// All nodes together must stay below the server's <c>max_connections</c>. Null means the connection string's value. Without one it
    /// is 1 in a serverless environment and 10 elsewhere.
    /// </remarks>
    [Range(1, 1000)]
    public int? MaxPoolSize { get; set; }

    /// <summary>How long an idle connection stays open. From 1 second to 1 hour.</summary>
    /// <remarks>Null means the connection string's value or 20 seconds.</remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan? IdleConnectionLifetime { get; set; }

    /// <summary>How long the statements of a call may take until the answer of their commit.</summary>
    /// <remarks>
    /// <para>
    /// After that the call fails with an unknown outcome (contract rule F1). From 1 second to 1 hour, rounded up to whole seconds. Null
    /// means the connection string's value or 30 seconds.
    /// </para>
    /// <para>A call that waits so long in a full queue was not sent and fails as not applied.</para>
    /// </remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan? CommandTimeout { get; set; }

    /// <summary>How long a write waits for a lock, such as that of a row that another session has locked.</summary>
    /// <remarks>
    /// <para>
    /// After that the call fails as not applied. From 10 milliseconds to 1 hour. Null means 2 seconds, or a quarter of <see
    /// cref="CommandTimeout"/> if that is less.
    /// </para>
    /// <para>
    /// A batch waits for a quarter of it. Then each of its calls is retried alone so that one locked row does not fail the others. The
    /// timeout holds for the statement alone on every connection. A shorter <c>lock_timeout</c> of the server, the role or the connection
    /// takes precedence.
    /// </para>
    /// </remarks>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan? LockTimeout { get; set; }

    /// <summary>Whether statements are prepared on each connection. Default: true.</summary>
    /// <remarks>
    /// Turn it off behind a pooler in transaction mode that does not keep prepared statements, such as PgBouncer before 1.21.
    /// </remarks>
    public bool PrepareStatements { get; set; } = true;

    /// <summary>Whether this process runs in a serverless environment, where it may be frozen between two requests.</summary>
    /// <remarks>
    /// The pool then holds one connection unless another size is set. Null detects the environment by the variables of AWS Lambda, Google
    /// Cloud, Azure Functions, Vercel and Netlify.
    /// </remarks>
    public bool? IsServerless { get; set; }

    /// <summary>Whether concurrent calls are batched. Default: true.</summary>
    /// <remarks>
    /// While two statements of a kind are in flight further calls wait. Up to 64 of them are sent in one statement and one commit, and
    /// each gets its own answer. A call without others is sent alone without a wait. Calls are not batched in a serverless environment.
    /// </remarks>
    public bool BatchCalls { get; set; } = true;

    /// <summary>Whether the storage listens for changes by other nodes (LISTEN and NOTIFY). Default: true.</summary>
    /// <remarks>It uses one connection outside the pool after a cache subscribes. It never listens in a serverless environment.</remarks>
    public bool ListenForChanges { get; set; } = true;

    /// <summary>The caller's data source for the listening connection.</summary>
    /// <remarks>
    /// <para>
    /// The storage does not dispose it and holds one of its connections until it is disposed. The data source has to reach the primary,
    /// and not through a pooler in transaction mode. Null means the server of <see cref="ConnectionString"/>.
    /// </para>
    /// <para>With a <see cref="DataSource"/> the storage listens only if this is set because the password can't be read back.</para>
    /// </remarks>
    public NpgsqlDataSource? ListenerDataSource { get; set; }

    /// <summary>How often the listener checks that it receives every change. Default: 10 seconds.</summary>
    /// <remarks>
    /// It checks that its connection is alive and that its server takes the pool's writes. Until the check fails a change by another node
    /// may be missed. From 1 second to 1 hour. The check may take 6 seconds more.
    /// </remarks>
    [TimeRange("00:00:01", "01:00:00")]
    public TimeSpan ListenerKeepAlive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The limits of batches, if <see cref="BatchCalls"/> is true.</summary>
    internal BatchLimits Batching { get; set; } = new();

    internal PostgreSqlStorageOptions Copy() => (PostgreSqlStorageOptions)MemberwiseClone();
}
