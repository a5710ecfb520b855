using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Proves that a listener receives notifications of the storage's own connections.</summary>
/// <remarks>It sends a notification through the pool and the listener waits for it.</remarks>
internal sealed class DeliveryProof(ConnectionPool pool, string channel, TimeProvider clock)
{
    private readonly string _payload = NotificationPayload.NewProof();
    private Task<Exception?>? _sending;

    public bool IsHeard { get; private set; }

    /// <summary>Whether a notification still waits for a connection or for the server.</summary>
    public bool IsSending => _sending is { IsCompleted: false };

    public void Receive(string payload) => IsHeard |= payload == _payload;

    /// <summary>Sends the notification and waits until it is sent.</summary>
    public async Task SendAsync(CancellationToken stop)
    {
        IsHeard = false;
        if (await TrySendAsync(stop).ConfigureAwait(false) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Sends the notification in the background unless an earlier one still waits for a connection.</summary>
    public void Begin(CancellationToken stop)
    {
        if (_sending is null)
        {
            IsHeard = false;
            _sending = TrySendAsync(stop);
        }
    }

    /// <summary>Ends the wait for the notification. Returns the error if it could not be sent.</summary>
    public async Task<Exception?> EndAsync()
    {
        var sent = await _sending!.ConfigureAwait(false);
        _sending = null;
        return sent;
    }

    /// <summary>Whether the pool or the server had no free connection. That says nothing about the listener's connection.</summary>
    public static bool IsOfExhaustion(Exception e) => e is LtiStorageUnavailableException { InnerException: { } cause }
        && (cause is PostgresException { SqlState: PostgresErrorCodes.TooManyConnections }
            || Failure.WhileConnecting(cause, address: "") is { Kind: FailureKind.TimedOut });

    private async Task<Exception?> TrySendAsync(CancellationToken stop)
    {
        try
        {
            var sender = new BoundedConnection(await pool.OpenAsync(stop).ConfigureAwait(false), clock);
            await using (sender.ConfigureAwait(false))
            {
                // A read-only server still sends notifications, but changes are made on another server.
                var isReadOnly = await sender.ExecuteAsync(
                    "SELECT current_setting('transaction_read_only') = 'on', pg_notify($1, "
                        + "$2)", [channel, _payload], stop).ConfigureAwait(false);
                if (isReadOnly is true)
                {
                    throw ReadOnlyServer.Exception();
                }
            }

            return null;
        }
        catch (Exception e)
        {
            if (Failure.AfterSending(e) is { NeedsFreshConnection: true })
            {
                pool.Forget();
            }

            return e;
        }
    }
}
