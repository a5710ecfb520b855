using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Leaves no room for another page of an empty table until disposal.</summary>
/// <remarks>
/// The table's file is <c>/dev/full</c>, on which Linux answers each write with "no space left on device". It needs no mount and no extra
/// rights.
/// </remarks>
internal sealed class FullDisk : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly string _table;
    private readonly string _file;

    private FullDisk(TestDatabase database, string table, string file) => (_database, _table, _file) = (database, table, file);

    private string Kept => $"{_file}.kept";

    public static async Task<FullDisk> OfAsync(TestDatabase database, string table)
    {
        var file = await database.QueryAsync<string>($"SELECT current_setting('data_directory') || '/' || pg_relation_filepath('{table}')");
        var disk = new FullDisk(database, table, file);

        // Flush first, because a later flush would go to the wrong file.
        await database.ExecuteAsync("CHECKPOINT");
        File.Move(file, disk.Kept);
        File.CreateSymbolicLink(file, "/dev/full");
        await disk.ReopenAsync();
        return disk;
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(_file);
        File.Move(Kept, _file);
        await ReopenAsync();
    }

    /// <summary>Changes the table, which makes all sessions reopen its file.</summary>
    private Task ReopenAsync() => _database.ExecuteAsync($"ALTER TABLE {_table} SET (autovacuum_enabled = off)");
}
