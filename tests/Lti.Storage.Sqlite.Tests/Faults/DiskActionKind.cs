namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>The kinds of what SQLite does to a file.</summary>
internal enum DiskActionKind
{
    Read,
    Write,
    Sync,
}
