using System.ComponentModel.DataAnnotations;
using Lti.Storage.Internal;
using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite;

/// <summary>The options of the SQLite provider, in addition to <see cref="LtiStorageOptions"/>.</summary>
/// <remarks>
/// They are checked when the host starts or when a storage is constructed without a container. A storage copies its options, so later
/// changes have no effect.
/// </remarks>
public sealed class SqliteStorageOptions
{
    /// <summary>The connection string, such as <c>Data Source=lti.db</c>.</summary>
    /// <remarks>
    /// <para>
    /// <c>Data Source</c> is the path of the file. A relative path starts at the current directory of the time when the storage is created.
    /// The folder must exist, be writable and be on a local disk. SQLite keeps two more files beside it while it is in use.
    /// </para>
    /// <para>
    /// The start creates a file that does not exist. <c>Mode=ReadWrite</c> never creates one. Other keywords, <c>:memory:</c> and URI file
    /// names are refused, since they can weaken durability.
    /// </para>
    /// </remarks>
    public string? ConnectionString { get; set; }

    /// <summary>When a write is safe on the disk. Default: <see cref="SqliteSynchronous.Full"/>.</summary>
    [EnumDataType(typeof(SqliteSynchronous), ErrorMessage = "Synchronous must be Full or Normal.")]
    public SqliteSynchronous Synchronous { get; set; }

    /// <summary>How long a call waits for a lock of another process. From 100 milliseconds to 1 hour. Default: 5 seconds.</summary>
    /// <remarks>After that the call fails as not applied. A call that was queued behind such a wait may wait twice as long.</remarks>
    [TimeRange("00:00:00.100", "01:00:00")]
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The most connections that read concurrently. From 1 to 100. Default: 8.</summary>
    /// <remarks>A read takes microseconds on its caller's thread. A further caller waits without a thread.</remarks>
    [Range(1, 100)]
    public int MaxReaders { get; set; } = 8;

    /// <summary>How often the storage looks for changes by other processes. Default: 100 milliseconds.</summary>
    /// <remarks>
    /// From 10 milliseconds to 1 hour. It looks only after a cache subscribed. A change by another process may show in the cache that much
    /// later.
    /// </remarks>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan ChangeInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The storage's clock, by which rows expire. Tests stop it.</summary>
    internal TimeProvider Clock { get; set; } = TimeProvider.System;

    /// <summary>The bytes of the log from which the writer waits for its copy into the file.</summary>
    internal long LongestLog { get; set; } = 16 * 1024 * 1024;

    /// <summary>Whether the writer pauses after full groups. Tests compare both.</summary>
    internal bool GivesWay { get; set; } = true;

    /// <summary>Called with each connection that the storage opens. Tests trace its statements.</summary>
    internal Action<SqliteConnection>? Opened { get; set; }

    /// <summary>Reads the mount table, by which network file systems are recognised. Tests write one.</summary>
    internal Func<IReadOnlyList<string>> ReadMountTable { get; set; } = NetworkDisk.ReadMountTable;

    internal SqliteStorageOptions Copy() => (SqliteStorageOptions)MemberwiseClone();
}
