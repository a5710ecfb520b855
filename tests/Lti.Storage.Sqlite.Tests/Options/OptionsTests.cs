using Microsoft.Extensions.Options;

namespace Lti.Storage.Sqlite.Tests.Options;

public sealed class OptionsTests
{
    [Theory]
    [InlineData(null, "No file is given")]
    [InlineData("", "No file is given")]
    [InlineData("Data Source=", "No file is given")]
    [InlineData("Data Source=' '", "No file is given")]
    [InlineData("Data Source=:memory:", "Lti.Storage.InMemory")]
    [InlineData("Data Source=lti.db;Mode=Memory", "Lti.Storage.InMemory")]
    [InlineData("Data Source=lti.db;Mode=ReadOnly", "Mode=ReadOnly")]
    [InlineData("Data Source=file:lti.db?nolock=1", "durability")]
    [InlineData("Data Source=file:lti.db?immutable=1", "durability")]
    [InlineData("Data Source=file:lti.db?vfs=unix-none", "durability")]
    [InlineData("Data Source=file:lti.db?psow=0", "durability")]
    [InlineData("Data Source=file::memory:?cache=shared", "durability")]
    [InlineData("Data Source=FILE:lti.db", "durability")]
    [InlineData("Data Source=lti.db;Cache=Shared", "'Cache'")]
    [InlineData("Data Source=lti.db;Vfs=unix-none", "'Vfs'")]
    [InlineData("Data Source=lti.db;Password=hunter2", "'Password'")]
    [InlineData("Data Source=lti.db;Foreign Keys=False", "'Foreign Keys'")]
    [InlineData("Host=db;Username=lti;Password=hunter2", "not an SQLite connection string")]
    [InlineData("lti.db", "not an SQLite connection string")]
    public void Connection_string_that_cannot_be_used_is_refused_with_advice(string? connectionString, string advice)
    {
        var error = Assert.Throws<OptionsValidationException>(
            () => new SqliteLtiStorage(new SqliteStorageOptions { ConnectionString = connectionString }));

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.Single(error.Failures);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_out_of_their_ranges_are_refused_by_name()
    {
        var error = Assert.Throws<OptionsValidationException>(() => new SqliteLtiStorage(new SqliteStorageOptions
        {
            ConnectionString = "Data Source=lti.db",
            Synchronous = (SqliteSynchronous)7,
            LockTimeout = TimeSpan.Zero,
            MaxReaders = 0,
            ChangeInterval = TimeSpan.Zero,
        }));

        Assert.Equal(4, error.Failures.Count());
        Assert.All(["Synchronous", "LockTimeout", "MaxReaders", "ChangeInterval"], name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SqliteSynchronous.Full, "2")]
    [InlineData(SqliteSynchronous.Normal, "1")]
    public async Task Writer_has_the_chosen_synchronous_setting(SqliteSynchronous synchronous, string expected)
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        List<Microsoft.Data.Sqlite.SqliteConnection> opened = [];
        await using var storage = new SqliteLtiStorage(new SqliteStorageOptions
        {
            ConnectionString = folder.ConnectionString,
            Synchronous = synchronous,
            Opened = opened.Add,
        });
        await storage.StoreNonceAsync("nonce", cancellationToken: TestContext.Current.CancellationToken);

        using var command = Assert.Single(opened).CreateCommand();
        command.CommandText = "PRAGMA synchronous";
        Assert.Equal(expected, command.ExecuteScalar()?.ToString());
    }
}
