namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>What SQLite is about to do to a file.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Kind">The kind of the action.</param>
internal sealed record DiskAction(string Name, DiskActionKind Kind)
{
    public bool IsOnLog => Name.EndsWith("-wal", StringComparison.Ordinal);
}
