using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Tests the proxy in front of an echo server.</summary>
public sealed class TcpProxyTests : IAsyncLifetime
{
    private readonly TcpListener _server = new(IPAddress.Loopback, port: 0);
    private readonly FakeTimeProvider _clock = new();
    private TcpProxy? _proxy;
    private Task? _answering;

    private TcpProxy Proxy => _proxy!;

    public ValueTask InitializeAsync()
    {
        _server.Start();
        _answering = AnswerAsync();
        _proxy = new TcpProxy("127.0.0.1", ((IPEndPoint)_server.LocalEndpoint).Port, _clock);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Proxy_forwards_bytes_and_the_close_of_either_side()
    {
        using var client = await ConnectAsync();

        Assert.Equal("one", await EchoAsync(client, "one"));
        Assert.Equal("two", await EchoAsync(client, "two"));
        client.Shutdown(SocketShutdown.Send);

        Assert.Equal(0, await client.ReceiveAsync(new byte[1], Sql.Token));
        Assert.Equal(1, Proxy.Accepted);
    }

    [Fact]
    public async Task Black_hole_swallows_bytes_closes_nothing_and_keeps_its_connections()
    {
        using var before = await ConnectAsync();
        Assert.Equal("heard", await EchoAsync(before, "heard"));
        Proxy.Swallow();
        using var meanwhile = await ConnectAsync();
        await SendAsync(before, "lost");
        await SendAsync(meanwhile, "lost");
        await Eventually.TrueAsync(() => Task.FromResult(Proxy.Swallowed == 8), Sql.Token);

        Proxy.Forward();
        using var after = await ConnectAsync();
        Assert.Equal("heard", await EchoAsync(after, "heard"));
        await SendAsync(before, "lost");
        await Eventually.TrueAsync(() => Task.FromResult(Proxy.Swallowed == 12), Sql.Token);

        // The client sees no answer and no close.
        Assert.False(before.Poll(TimeSpan.Zero, SelectMode.SelectRead));
        Assert.False(meanwhile.Poll(TimeSpan.Zero, SelectMode.SelectRead));
    }

    [Fact]
    public async Task Reset_reaches_the_client_and_new_connections_are_forwarded()
    {
        using var client = await ConnectAsync();
        Assert.Equal("heard", await EchoAsync(client, "heard"));

        Proxy.Reset();

        Assert.Equal(SocketError.ConnectionReset, (await Assert.ThrowsAsync<SocketException>(() => client.ReceiveAsync(new byte[1]))).SocketErrorCode);
        using var another = await ConnectAsync();
        Assert.Equal("heard", await EchoAsync(another, "heard"));
    }

    [Fact]
    public async Task Refusal_ends_new_connections_and_keeps_the_open_ones()
    {
        using var before = await ConnectAsync();
        Assert.Equal("heard", await EchoAsync(before, "heard"));
        Proxy.Refuse();

        var error = await Assert.ThrowsAsync<SocketException>(async () =>
        {
            using var refused = await ConnectAsync();
            await refused.ReceiveAsync(new byte[1], Sql.Token);
        });

        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        Assert.Equal("heard", await EchoAsync(before, "heard"));
        Assert.Equal(2, Proxy.Accepted);
    }

    [Fact]
    public async Task Delay_holds_bytes_back_in_each_direction_by_the_clock()
    {
        Proxy.Delay = TimeSpan.FromSeconds(1);
        using var client = await ConnectAsync();
        var echo = EchoAsync(client, "late");

        var passed = TimeSpan.Zero;
        await Eventually.TrueAsync(() =>
        {
            if (!echo.IsCompleted)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(500));
                passed += TimeSpan.FromMilliseconds(500);
            }

            return Task.FromResult(echo.IsCompleted);
        }, Sql.Token);

        Assert.Equal("late", await echo);
        Assert.True(passed >= TimeSpan.FromSeconds(2), $"{passed} passed.");
    }

    [Fact]
    public async Task Piece_size_splits_bytes_that_were_sent_together()
    {
        Proxy.PieceSize = 1;
        var pieces = new List<int>();
        Proxy.Sent = piece => pieces.Add(piece.Length);
        using var client = await ConnectAsync();

        Assert.Equal("whole again", await EchoAsync(client, "whole again"));
        Assert.Equal(11, pieces.Sum());
    }

    [Fact]
    public async Task Sent_callback_can_overwrite_bytes_of_the_client()
    {
        Proxy.Sent = piece => piece.Span.Replace((byte)'a', (byte)'b');
        using var client = await ConnectAsync();

        Assert.Equal("bbc", await EchoAsync(client, "abc"));
    }

    [Fact]
    public async Task Npgsql_works_through_the_proxy_and_replaces_a_reset_connection()
    {
        await using var server = (await TestServer.TryStartAsync(cancellationToken: Sql.Token)).OrSkip(Assert.Skip);
        var direct = new NpgsqlConnectionStringBuilder(server.AdminConnectionString);
        await using var proxy = new TcpProxy(direct.Host!, direct.Port);
        await using var source = NpgsqlDataSource.Create(proxy.Through(server.AdminConnectionString));
        await using (var command = source.CreateCommand("SELECT 7"))
        {
            Assert.Equal(7, await command.ExecuteScalarAsync(Sql.Token));
            proxy.Reset();
            await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync(Sql.Token));
            Assert.Equal(7, await command.ExecuteScalarAsync(Sql.Token));
        }

        Assert.Equal(2, proxy.Accepted);
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        _server.Dispose();
        await _answering!.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<string> EchoAsync(Socket client, string text)
    {
        await SendAsync(client, text);
        var answer = new byte[text.Length];
        for (var count = 0; count < answer.Length;)
        {
            var read = await client.ReceiveAsync(answer.AsMemory(count), Sql.Token);
            Assert.NotEqual(0, read);
            count += read;
        }

        return Encoding.ASCII.GetString(answer);
    }

    private static async Task SendAsync(Socket client, string text) => await client.SendAsync(Encoding.ASCII.GetBytes(text), Sql.Token);

    private async Task<Socket> ConnectAsync()
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(IPAddress.Loopback, Proxy.Port, Sql.Token);
        return client;
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            var client = await _server.AcceptTcpClientAsync();
            _ = Task.Run(async () =>
            {
                using (client)
                {
                    await client.GetStream().CopyToAsync(client.GetStream());
                }
            });
        }
    }
}
