using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>A transaction that holds the write lock. Several calls may share it.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="Now">The time by the storage's clock, read after the lock was taken.</param>
internal readonly record struct WriteTransaction(PreparedConnection Connection, DateTimeOffset Now)
{
    /// <summary>The time in stored ticks.</summary>
    public long Ticks => Now.UtcTicks;

    /// <summary>The stored expiry of a row that lives so long from now.</summary>
    public long After(TimeSpan lifetime) => Now.UtcTicks + lifetime.Ticks;
}
