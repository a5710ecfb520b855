using System.Net;
using System.Net.Sockets;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Connections;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests connection pools without a server.</summary>
public sealed class DataSourcesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("postgresql://h/d", false)]
    [InlineData("postgresql://h/d?target_session_attrs=any", false)]
    [InlineData("postgresql://h/d?target_session_attrs=read-write", true)]
    [InlineData("postgresql://h1,h2/d", true)]
    [InlineData("Host=h1,h2;Target Session Attributes=prefer-standby", true)]
    [InlineData("Host=h1,h2;Target Session Attributes=prefer-primary", true)]
    [InlineData("Host=h:6000;Target Session Attributes=primary", true)]
    public async Task Primary_is_requested_from_one_host_or_several(string text, bool checksServers)
    {
        await using var source = DataSources.Create(Given.Settings(text), loggerFactory: null);
        await using var connection = source.DataSource.CreateConnection();

        Assert.Equal(checksServers, source.DataSource.GetType().Name.Contains("MultiHost", StringComparison.Ordinal));
        source.Forget();
    }

    [Theory]
    [Rule("E8")]
    [InlineData("h1]h2:5433]hunter:5433", "primary", 0)]
    [InlineData("h1,h2:hunter", null, 0)]
    [InlineData("h1:99999999999999999999,hunter", null, 0)]
    [InlineData("hunter:99999999999999999999", null, 0)]
    [InlineData("hunter", null, 101)]
    public void Settings_that_Npgsql_refuses_to_build_are_refused_without_their_values(string host, string? target, int minPoolSize)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = host, MinPoolSize = minPoolSize, TargetSessionAttributes = target };

        var refusal = Given.Refusal(() => DataSources.Check(settings));

        Assert.Contains("Correct its hosts, ports and settings", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disposal_closes_an_owned_pool_and_leaves_the_callers_pool_open()
    {
        var own = DataSources.Create(Given.Settings("Host=h"), loggerFactory: null);
        await using var callers = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1");
        var borrowed = ConnectionSource.Borrow(callers);

        await own.DisposeAsync();
        await borrowed.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await own.DataSource.OpenConnectionAsync(Cancellation));
        await Assert.ThrowsAsync<NpgsqlException>(async () => await callers.OpenConnectionAsync(Cancellation));
    }

    [Fact]
    public async Task Open_that_no_server_suits_is_retried_if_the_states_were_forgotten_meanwhile()
    {
        await using var source = DataSources.Create(Given.Settings("Host=h1,h2"), loggerFactory: null);
        await using var expected = new NpgsqlConnection();
        var attempts = 0;

        var opened = await source.OpenAsync(source, async states =>
        {
            await Task.CompletedTask;
            if (++attempts > 1)
            {
                return expected;
            }

            states.Forget();
            throw new NpgsqlException("No suitable host was found.");
        });

        Assert.Same(expected, opened);
    }

    [Theory]
    [InlineData("No suitable host was found.", false)]
    [InlineData("Another failure.", true)]
    public async Task Open_that_fails_otherwise_is_not_retried(string message, bool forgets)
    {
        await using var source = DataSources.Create(Given.Settings("Host=h1,h2"), loggerFactory: null);
        var attempts = 0;

        await Assert.ThrowsAsync<NpgsqlException>(async () => await source.OpenAsync<int>(0, _ =>
        {
            attempts++;
            if (forgets)
            {
                source.Forget();
            }

            return ValueTask.FromException<NpgsqlConnection>(new NpgsqlException(message));
        }));

        Assert.Equal(1, attempts);
    }

    [Theory]
    [Rule("E8")]
    [InlineData("")]
    [InlineData(";Persist Security Info=true;Log Parameters=true")]
    public async Task Log_contains_no_password_or_connection_string(string more)
    {
        using var log = new RecordingLoggerFactory();
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var text = $"Host=127.0.0.1;Port={port};Username=u;Password=hunter2;SSL Password=hunter3{more}";
        await using var source = DataSources.Create(Given.Settings(text), log);

        var thrown = await Assert.ThrowsAsync<NpgsqlException>(async () => await source.DataSource.OpenConnectionAsync(Cancellation));

        Assert.NotEmpty(log.Entries);
        foreach (var place in new[] { log.Everything, thrown.ToString() })
        {
            Assert.DoesNotContain("hunter", place, StringComparison.Ordinal);
            Assert.DoesNotContain("ConnectionString", place, StringComparison.Ordinal);
            Assert.DoesNotContain("Username=", place, StringComparison.Ordinal);
        }
    }
}
