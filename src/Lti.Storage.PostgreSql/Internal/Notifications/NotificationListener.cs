using Lti.Storage.PostgreSql.Internal.Execution;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Listens on a connection outside the pool after the first subscription.</summary>
/// <remarks>After each connect it reports that everything may have changed because notifications in between were lost.</remarks>
internal sealed class NotificationListener : IInvalidationSource, IAsyncDisposable
{
    private readonly BackOff _losses = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
    private readonly BackOff _deafness = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    private readonly InvalidationHub _hub = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _starting = new();
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly ListenerSource _source;
    private readonly NotificationMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ListeningSession? _session;
    private Task? _listening;
    private Task? _ending;

    public NotificationListener(
        ListenerSource source, ConnectionPool pool, string schema, NotificationMetrics metrics, TimeProvider clock, ILogger logger)
    {
        (_source, _metrics, _clock, _logger) = (source, metrics, clock, logger);
        _hub.Become(InvalidationState.Off);
        if (source.Connections is { } connections)
        {
            _session = new ListeningSession(new ConnectionPool(connections), pool, schema, source.KeepAlive, clock, Receive);
        }
    }

    public InvalidationState State => _hub.State;

    public IDisposable Subscribe(IInvalidationListener listener)
    {
        var subscription = _hub.Subscribe(listener);
        lock (_starting)
        {
            if (_listening is null && _session is not null && _ending is null)
            {
                _hub.Become(InvalidationState.Reconnecting);

                // The loop outlives the subscriber, so it must not keep its trace and ambient values.
                using (ExecutionContext.SuppressFlow())
                {
                    _listening = Task.Run(() => ListenAsync(_session));
                }
            }
            else if (_source.Warning is { } warning)
            {
                _logger.ListenerIsOff(warning);
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

    private static string Describe(Exception e) => e switch
    {
        LtiStorageException => e.Message,
        TimeoutException => "PostgreSQL did not answer in time: the server or the network is overloaded or gone.",
        _ => Failure.AfterSending(e)?.Message ?? e.GetType().Name,
    };

    private async Task EndAsync(Task? listening)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (listening is not null)
        {
            await listening.ConfigureAwait(false);
        }

        _hub.Become(InvalidationState.Off);
        if (_source.Connections is not null)
        {
            await _source.Connections.DisposeAsync().ConfigureAwait(false);
        }

        _metrics.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync(ListeningSession session)
    {
        while (!_stop.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                var reason = await session.RunAsync(Listens, _stop.Token).ConfigureAwait(false);
                _hub.Become(InvalidationState.Off);
                if (_said.Add(reason))
                {
                    _logger.ListenerIsOff(reason);
                }

                pause = _deafness.Next();
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever ended it, the next attempt is all that can be done; nobody waits for this task to be told.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _hub.Become(InvalidationState.Reconnecting);
                session.Forget();
                if (_said.Add(Describe(e)))
                {
                    _logger.ListenerLost(Describe(e));
                }

                pause = _losses.Next();
            }

            await Task.Delay(pause, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Listens()
    {
        _losses.Reset();
        _deafness.Reset();
        _said.Clear();
        _metrics.Connected();
        _hub.Become(InvalidationState.Reconnecting);
        _hub.Become(InvalidationState.Listening);
        _logger.ListenerConnected();
    }

    private void Receive(string payload)
    {
        if (NotificationPayload.TryReport(payload, _hub))
        {
            _metrics.Received();
        }
        else if (!NotificationPayload.IsProof(payload))
        {
            _metrics.Ignored();
        }
    }
}
