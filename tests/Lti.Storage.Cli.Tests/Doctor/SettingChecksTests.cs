using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Doctor;

/// <summary>The doctor's checks of settings that the server reports.</summary>
public sealed class SettingChecksTests : IAsyncLifetime
{
    private Database _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await Database.MigratedAsync();
        await FakedServer.AddToAsync(_database);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Theory]
    [InlineData("UTF8", "ok")]
    [InlineData("LATIN1", "problem")]
    [InlineData("SQL_ASCII", "problem")]
    public async Task Encoding_other_than_UTF8_is_a_problem(string encoding, string status)
    {
        await FakedServer.SetAsync(_database, "server_encoding", encoding);

        Assert.Equal(status, (await FindAsync("encoding")).Status);
    }

    [Theory]
    [InlineData("0", "ok")]
    [InlineData("100ms", "ok")]
    [InlineData("1min", "ok")]
    [InlineData("99ms", "warning")]
    public async Task Lock_timeout_that_is_too_short_for_any_write_is_a_warning(string setting, string status)
    {
        await FakedServer.SetAsync(_database, "lock_timeout", setting);

        var finding = await FindAsync("lock_timeout");

        Assert.Equal(status, finding.Status);
        Assert.Equal(status != "ok", finding.Advice?.Contains("ALTER ROLE … RESET lock_timeout", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("log_parameter_max_length_on_error", "0", "ok")]
    [InlineData("log_parameter_max_length_on_error", "-1", "warning")]
    [InlineData("log_parameter_max_length_on_error", "64B", "warning")]
    [InlineData("log_statement", "ddl", "ok")]
    [InlineData("log_statement", "mod", "warning")]
    [InlineData("log_statement", "all", "warning")]
    [InlineData("log_min_duration_statement", "0", "warning")]
    [InlineData("log_min_duration_sample", "100ms", "warning")]
    [InlineData("log_transaction_sample_rate", "0.1", "warning")]
    [InlineData("auto_explain.log_min_duration", "1s", "warning")]
    public async Task Setting_that_writes_values_to_the_server_log_is_a_warning(string setting, string value, string status)
    {
        await FakedServer.SetAsync(_database, setting, value);

        Assert.Equal(status, (await FindAsync("server log")).Status);
    }

    [Fact]
    public async Task Logged_statements_without_parameters_are_ok()
    {
        await FakedServer.SetAsync(_database, "log_statement", "all");
        await FakedServer.SetAsync(_database, "log_parameter_max_length", "0");

        Assert.Equal("ok", (await FindAsync("server log")).Status);
    }

    private async Task<(string Status, string Message, string? Advice)> FindAsync(string check)
    {
        var run = await Tool.RunAsync(["doctor", "--json"], ("DATABASE_URL", FakedServer.ConnectionString(_database)));
        return Assert.Single(run.Findings(check));
    }
}
