namespace Lti.Storage.Sqlite.Tests;

/// <summary>A folder of one test, with the file of a storage in it. Disposal deletes it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private static readonly Lazy<Task<byte[]>> _template = new(CreateTemplateAsync);

    public string Path { get; } = Directory.CreateTempSubdirectory("lti-sqlite-").FullName;

    public string File => System.IO.Path.Combine(Path, "lti.db");

    public string ConnectionString => $"Data Source={File}";

    /// <summary>Writes the file of an empty storage with all of its tables.</summary>
    public async Task CreateFileAsync() => await System.IO.File.WriteAllBytesAsync(File, await _template.Value);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static async Task<byte[]> CreateTemplateAsync()
    {
        using var folder = new TemporaryFolder();
        await using (var storage = new SqliteLtiStorage(folder.ConnectionString))
        {
            await storage.StartAsync();
        }

        return await System.IO.File.ReadAllBytesAsync(folder.File);
    }
}
