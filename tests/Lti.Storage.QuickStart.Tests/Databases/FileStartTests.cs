using Lti.Storage.Sqlite;

namespace Lti.Storage.QuickStart.Tests.Databases;

/// <summary>Without a connection string the web application keeps its data in a file.</summary>
[FullRun("database tests of the sample")]
public sealed class FileStartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-quickstart");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string DataFile => Path.Combine(_folder.FullName, "quickstart.db");

    [Fact]
    public async Task Data_is_in_a_file_that_the_start_names()
    {
        var (lines, page) = await StartAsync();

        Assert.Contains(lines, line => line.StartsWith($"Data: {DataFile} ", StringComparison.Ordinal));
        Assert.Contains("Its storage is an SQLite file.", page, StringComparison.Ordinal);
        await using var storage = new SqliteLtiStorage($"Data Source={DataFile}");
        Assert.True((await storage.GetStatusAsync(Token)).IsUsable);
    }

    [Fact]
    public async Task Data_of_an_earlier_start_is_still_there()
    {
        await StartAsync();
        await using var storage = new SqliteLtiStorage($"Data Source={DataFile}");
        await storage.ClaimNonceAsync("claimed", cancellationToken: Token);

        await StartAsync();

        Assert.False(await storage.ClaimNonceAsync("claimed", cancellationToken: Token));
    }

    [Fact]
    public async Task Memory_leaves_no_file()
    {
        var (lines, page) = await StartAsync("--memory");

        Assert.DoesNotContain(lines, line => line.StartsWith("Data: ", StringComparison.Ordinal));
        Assert.Contains("Its storage is the memory of this program.", page, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task Connection_string_of_a_file_is_used()
    {
        var other = Path.Combine(_folder.FullName, "other.db");

        var (lines, page) = await StartAsync("--ConnectionStrings:Lti", $"Data Source={other}");

        Assert.DoesNotContain(lines, line => line.StartsWith("Data: ", StringComparison.Ordinal));
        Assert.Contains("Its storage is an SQLite file.", page, StringComparison.Ordinal);
        Assert.True(File.Exists(other));
        Assert.False(File.Exists(DataFile));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Starts the program in the folder, reads its first page and ends it.</summary>
    private async Task<(List<string> Lines, string Page)> StartAsync(params string[] arguments)
    {
        using var process = QuickStartProcess.Start([.. arguments, "--contentRoot", _folder.FullName, "--urls", "http://127.0.0.1:0"]);
        try
        {
            List<string> lines = [];
            while (lines.LastOrDefault()?.StartsWith("Administration: ", StringComparison.Ordinal) != true)
            {
                lines.Add(await process.StandardOutput.ReadLineAsync(Token) ?? throw new InvalidOperationException("The program did not start."));
            }

            using var client = new HttpClient { BaseAddress = new Uri(lines[^1].Split(' ')[1]) };
            return (lines, await client.GetStringAsync(new Uri("/", UriKind.Relative), Token));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }
}
