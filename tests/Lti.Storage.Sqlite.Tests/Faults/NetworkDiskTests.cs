using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>Tests that files on network file systems are refused. The mount table is the tests' own.</summary>
public sealed class NetworkDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nfs4")]
    [InlineData("nfs")]
    [InlineData("cifs")]
    [InlineData("smb3")]
    [InlineData("9p")]
    [InlineData("ceph")]
    [InlineData("fuse.sshfs")]
    [InlineData("fuse.rclone")]
    public async Task File_on_a_network_file_system_is_refused_before_anything_is_stored(string type)
    {
        await using var storage = Open(_folder.Path, $"server:/share {_folder.Path} {type} rw 0 0");

        await AssertRefusedAsync(storage);

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("ext4")]
    [InlineData("tmpfs")]
    [InlineData("overlay")]
    [InlineData("fuse.ntfs-3g")]
    public async Task File_on_a_local_file_system_is_accepted(string type)
    {
        await using var storage = Open(_folder.Path, $"/dev/sda1 {_folder.Path} {type} rw 0 0");

        await AssertAcceptedAsync(storage);
    }

    [Fact]
    public async Task Innermost_and_last_mount_of_a_path_counts()
    {
        var inner = Directory.CreateDirectory(Path.Combine(_folder.Path, "inner")).FullName;
        await using var local = Open(inner, $"server:/share {_folder.Path} nfs4 rw 0 0", $"/dev/sda1 {inner} ext4 rw 0 0");
        await AssertAcceptedAsync(local);
        await using var remote = Open(inner, $"/dev/sda1 {inner} ext4 rw 0 0", $"server:/share {inner} nfs4 rw 0 0", $"server:/other {_folder.Path} ext4 rw 0 0");
        await AssertRefusedAsync(remote);
        await using var sibling = Open(inner, $"server:/share {inner[..^1]} nfs4 rw 0 0", $"/dev/sda1 {_folder.Path} ext4 rw 0 0");
        await AssertAcceptedAsync(sibling);
    }

    [Fact]
    public async Task Path_with_spaces_is_found_in_the_mount_table()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, @"a b\c")).FullName;
        await using var storage = Open(folder, $@"server:/share {_folder.Path}/a\040b\134c nfs4 rw 0 0");

        await AssertRefusedAsync(storage);
    }

    [Fact]
    public async Task Links_to_a_network_file_system_are_followed()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no mount table.");
            return;
        }

        var share = Directory.CreateDirectory(Path.Combine(_folder.Path, "share")).FullName;
        var toFolder = Path.Combine(_folder.Path, "folder");
        Directory.CreateSymbolicLink(toFolder, "share");
        var toFile = Path.Combine(_folder.Path, "file.db");
        File.CreateSymbolicLink(toFile, Path.Combine(toFolder, "lti.db"));
        var mount = $"server:/share {share} nfs4 rw 0 0";

        await using var byFolder = Open(toFolder, mount);
        await AssertRefusedAsync(byFolder);
        await using var byFile = new SqliteLtiStorage(Options($"Data Source={toFile}", mount));
        await AssertRefusedAsync(byFile);
    }

    [Fact]
    public async Task Mount_table_that_cannot_be_read_refuses_nothing()
    {
        await using var storage = new SqliteLtiStorage(new SqliteStorageOptions
        {
            ConnectionString = _folder.ConnectionString,
            ReadMountTable = static () => throw new UnauthorizedAccessException(),
        });

        await AssertAcceptedAsync(storage);
    }

    private static SqliteLtiStorage Open(string folder, params string[] mounts)
        => new(Options($"Data Source={Path.Combine(folder, "lti.db")}", mounts));

    private static SqliteStorageOptions Options(string connectionString, params string[] mounts)
        => new() { ConnectionString = connectionString, ReadMountTable = () => mounts };

    private static async Task AssertRefusedAsync(SqliteLtiStorage storage)
    {
        var error = await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => storage.StartAsync(Token));
        Assert.Contains("network file system", error.Message, StringComparison.Ordinal);
        Assert.Equal(LtiWorkOutcome.NotApplied, error.Outcome);
    }

    private static async Task AssertAcceptedAsync(SqliteLtiStorage storage)
    {
        await storage.StartAsync(Token);
        await storage.StoreNonceAsync(Any.Nonce(), null, Token);
    }
}
