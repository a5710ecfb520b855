using Lti.Storage.PostgreSql.Internal.Execution;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>
/// Listens on a connection of its own, outside the pool, from the first subscription on. Whenever it has connected, everything is reported as changed,
/// since what was told in between is gone.
/// </summary>
internal sealed class NotificationListener(ListenerSource source, ConnectionPool pool, string schema, ILogger logger) : IInvalidationSource, IAsyncDisposable
{
    private static readonly TimeSpan _shortestPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _longestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _pauseWithoutDelivery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _proofTimeout = TimeSpan.FromSeconds(5);

    private const int AnswerTimeoutSeconds = 5;

    private readonly InvalidationHub _hub = CreateHub();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _starting = new();
    private readonly string _channel = Notifications.Channel(schema);
    private Task? _listening;
    private bool _saidWithoutDelivery;
    private Task? _ending;

    public InvalidationState State => _hub.State;

    public IDisposable Subscribe(IInvalidationListener listener)
    {
        var subscription = _hub.Subscribe(listener);
        lock (_starting)
        {
            if (_listening is null && source.Connections is not null && _ending is null)
            {
                _hub.Become(InvalidationState.Reconnecting);
                _listening = Task.Run(ListenAsync);
            }
            else if (source.Warning is { } warning)
            {
                logger.ListenerIsOff(warning);
            }
        }

        return subscription;
    }

    public ValueTask DisposeAsync()
    {
        lock (_starting)
        {
            return new ValueTask(_ending ??= EndAsync(_listening));
        }
    }

    private static InvalidationHub CreateHub()
    {
        var hub = new InvalidationHub();
        hub.Become(InvalidationState.Off);
        return hub;
    }

    private async Task EndAsync(Task? listening)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (listening is not null)
        {
            await listening.ConfigureAwait(false);
        }

        _hub.Become(InvalidationState.Off);
        if (source.Connections is not null)
        {
            await source.Connections.DisposeAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        var backOff = _shortestPause;
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                await ListenOnceAsync(() => backOff = _shortestPause).ConfigureAwait(false);
                pause = WithoutDelivery();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.SyntaxError)
            {
                // An engine that speaks PostgreSQL's protocol and has no LISTEN.
                pause = WithoutDelivery();
            }
#pragma warning disable CA1031 // Whatever ended it, the next attempt is all that can be done; nobody waits for this task to be told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _hub.Become(InvalidationState.Reconnecting);
                logger.ListenerLost((Failure.AfterSending(e)?.Kind ?? FailureKind.Unreachable).ToString());
                pause = backOff;
                backOff = backOff * 2 < _longestPause ? backOff * 2 : _longestPause;
            }

            await Task.Delay(pause, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Listens until the connection breaks, which throws; returns where nothing is delivered.</summary>
    private async Task ListenOnceAsync(Action connected)
    {
        var connection = await source.Connections!.DataSource.OpenConnectionAsync(_stop.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var proof = $"{Notifications.Proof}{Guid.NewGuid():D}";
            var proved = false;
            connection.Notification += (_, notification) =>
            {
                proved |= notification.Payload == proof;
                Receive(notification.Payload);
            };
            await ExecuteAsync(connection, $"LISTEN {_channel}").ConfigureAwait(false);
            if (!await ProveAsync(connection, proof, () => proved).ConfigureAwait(false))
            {
                return;
            }

            connected();
            _saidWithoutDelivery = false;
            InvalidationMetrics.Connections.Add(1);
            _hub.Become(InvalidationState.Reconnecting);
            _hub.Become(InvalidationState.Listening);
            logger.ListenerConnected();
            while (true)
            {
                // A connection that died without a word is only noticed by saying something.
                if (!await connection.WaitAsync(source.KeepAlive, _stop.Token).ConfigureAwait(false))
                {
                    await ExecuteAsync(connection, "SELECT 1").ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>
    /// Sends a notification from elsewhere and waits for it: a pooler that hands out connections for each transaction takes LISTEN and delivers nothing.
    /// (Sent on the listening connection itself it could come back with the answer even there.)
    /// </summary>
    private async Task<bool> ProveAsync(NpgsqlConnection connection, string proof, Func<bool> proved)
    {
        var sender = await pool.OpenAsync(_stop.Token).ConfigureAwait(false);
        await using (sender.ConfigureAwait(false))
        {
            await ExecuteAsync(sender, $"NOTIFY {_channel}, '{proof}'").ConfigureAwait(false);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        limit.CancelAfter(_proofTimeout);
        try
        {
            while (!proved())
            {
                await connection.WaitAsync(limit.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private TimeSpan WithoutDelivery()
    {
        _hub.Become(InvalidationState.Off);
        if (!_saidWithoutDelivery)
        {
            _saidWithoutDelivery = true;
            logger.NothingIsDelivered();
        }

        return _pauseWithoutDelivery;
    }

    private void Receive(string payload)
    {
        if (Notifications.TryReport(payload, _hub))
        {
            InvalidationMetrics.Received.Add(1);
        }
        else
        {
            InvalidationMetrics.Ignored.Add(1);
        }
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = AnswerTimeoutSeconds };
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(_stop.Token).ConfigureAwait(false);
        }
    }
}
