using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class ClusterTests
{
    [Theory]
    [InlineData(StopMode.Smart)]
    [InlineData(StopMode.Fast)]
    [InlineData(StopMode.Immediate)]
    public async Task Restart_keeps_the_port_and_the_committed_rows(StopMode mode)
    {
        await using var cluster = await StartAsync();
        var before = cluster.AdminConnectionString;
        await Sql.RunAsync(before, "CREATE TABLE kept AS SELECT 7 AS n");

        await cluster.RestartAsync(mode, Sql.Token);

        Assert.Equal(before, cluster.AdminConnectionString);
        Assert.Equal(7, await Sql.RunAsync(before, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task Killed_server_restarts_with_the_committed_rows()
    {
        await using var cluster = await StartAsync();
        await Sql.RunAsync(cluster.AdminConnectionString, "CREATE TABLE kept AS SELECT 7 AS n");

        await cluster.KillAsync(Sql.Token);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Sql.RunAsync(cluster.AdminConnectionString, "SELECT 1"));
        await cluster.StartAsync(Sql.Token);

        Assert.Equal(7, await Sql.RunAsync(cluster.AdminConnectionString, "SELECT n FROM kept"));
    }

    [Fact]
    public async Task Too_old_binaries_are_skipped_with_their_version_as_the_reason()
    {
        var result = await PostgreSqlCluster.TryStartAsync(new ServerOptions { OldestMajorVersion = 99 }, Sql.Token);

        Assert.False(result.Started);
        Assert.Contains("not 99 or newer", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_password_is_refused()
    {
        await using var cluster = await StartAsync();
        var wrong = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString) { Password = "wrong" };

        var error = await Assert.ThrowsAsync<PostgresException>(() => Sql.RunAsync(wrong.ConnectionString, "SELECT 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, error.SqlState);
    }

    [Fact]
    public async Task Setting_changes_while_the_server_runs()
    {
        await using var cluster = await StartAsync();

        await cluster.SetAsync("statement_timeout", "1234ms", Sql.Token);

        // Server processes learn of the change by a signal, so a new connection may still see the old value.
        await Eventually.TrueAsync(async () => await Sql.RunAsync(cluster.AdminConnectionString, "SHOW statement_timeout") is "1234ms", Sql.Token);
    }

    [Fact]
    public async Task Synchronous_standby_has_the_committed_rows_and_takes_writes_after_promotion()
    {
        await using var primary = await StartAsync();
        await using var standby = await primary.StartStandbyAsync(cancellationToken: Sql.Token);
        await Sql.RunAsync(primary.AdminConnectionString, "CREATE TABLE kept AS SELECT 7 AS n");
        var readOnly = await Assert.ThrowsAsync<PostgresException>(
            () => Sql.RunAsync(standby.AdminConnectionString, "CREATE TABLE t (n int)"));
        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, readOnly.SqlState);

        await primary.KillAsync(Sql.Token);
        await standby.PromoteAsync(Sql.Token);

        Assert.Equal(7, await Sql.RunAsync(standby.AdminConnectionString, "SELECT n FROM kept"));
        await Sql.RunAsync(standby.AdminConnectionString, "CREATE TABLE t (n int)");
    }

    [Fact]
    public async Task Promoted_asynchronous_standby_does_not_wait_for_the_synchronous_one()
    {
        await using var primary = await StartAsync();
        await using var standby = await primary.StartStandbyAsync(cancellationToken: Sql.Token);
        await using var other = await primary.StartStandbyAsync(new StandbyOptions { Name = "other", Synchronous = false }, Sql.Token);

        await other.PromoteAsync(Sql.Token);

        await Sql.RunAsync(other.AdminConnectionString, "CREATE TABLE t (n int)");
    }

    [Fact]
    public async Task Disposed_cluster_leaves_no_process_or_folder()
    {
        var cluster = await StartAsync();
        await cluster.DisposeAsync();

        Assert.False(Directory.Exists(cluster.Folder));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Sql.RunAsync(cluster.AdminConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Failed_start_reports_the_server_log()
    {
        var options = new ServerOptions { Settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["no_such_setting"] = "1" } };
        InvalidOperationException? error = null;
        try
        {
            (await PostgreSqlCluster.TryStartAsync(options, Sql.Token)).OrSkip(Assert.Skip);
        }
        catch (InvalidOperationException e)
        {
            error = e;
        }

        Assert.Contains("no_such_setting", error?.Message, StringComparison.Ordinal);
    }

    private static async Task<PostgreSqlCluster> StartAsync() =>
        (await PostgreSqlCluster.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);
}
