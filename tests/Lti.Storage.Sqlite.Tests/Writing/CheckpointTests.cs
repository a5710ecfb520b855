using Lti.Storage.Sqlite.Internal.Schema;
using Lti.Storage.Sqlite.Internal.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lti.Storage.Sqlite.Tests.Writing;

public sealed class CheckpointTests
{
    [Fact]
    public async Task Checkpoint_that_begins_after_the_disposal_opens_no_connection()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        var opened = 0;
        var file = new DatabaseFile(new SqliteStorageOptions
        {
            ConnectionString = folder.ConnectionString,
            LongestLog = 0,
            Opened = _ => opened++,
        });
        var checkpoints = new Checkpoints(file, NullLogger.Instance);
        using var writer = file.OpenWriter();
        writer.Run("INSERT INTO nonces (nonce, expires_at) VALUES ('nonce', 0)");
        checkpoints.Dispose();

        Assert.True(checkpoints.Wrote(calls: 1000, writer, TestContext.Current.CancellationToken));

        Assert.Equal(1, opened);
    }
}
