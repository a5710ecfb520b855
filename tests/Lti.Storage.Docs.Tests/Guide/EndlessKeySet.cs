using System.Net;
using System.Net.Sockets;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Serves a key set that never ends, on a socket of its own. A write to a closed connection fails, so it counts only bytes on their way.</summary>
internal sealed class EndlessKeySet : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _served;
    private long _sentBytes;
    private int _requests;

    public EndlessKeySet()
    {
        _listener.Start();
        _served = ServeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/keys";

    public long SentBytes => Interlocked.Read(ref _sentBytes);

    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _served;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> answers = [];
        try
        {
            while (true)
            {
                answers.Add(AnswerAsync(await _listener.AcceptSocketAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(answers);
        }
    }

    private async Task AnswerAsync(Socket connection)
    {
        using (connection)
        {
            try
            {
                // The request without a body fits into one read.
                await connection.ReceiveAsync(new byte[8 * 1024], _end.Token);
                Interlocked.Increment(ref _requests);
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"u8.ToArray(), _end.Token);
                var junk = new byte[64 * 1024];
                while (true)
                {
                    Interlocked.Add(ref _sentBytes, await connection.SendAsync(junk, _end.Token));
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The tool has closed the connection, or the test is over.
            }
        }
    }
}
