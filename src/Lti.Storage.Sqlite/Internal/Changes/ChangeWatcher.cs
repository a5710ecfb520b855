using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal.Changes;

/// <summary>Looks for changes by other processes after the first subscription and reports them to caches.</summary>
/// <remarks>Whenever it opens the file it reports that everything may have changed, because it has not seen the changes before.</remarks>
internal sealed class ChangeWatcher : IInvalidationSource, IAsyncDisposable
{
    private readonly InvalidationHub _hub = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _starting = new();
    private readonly DatabaseFile _file;
    private readonly TimeSpan _interval;
    private readonly ILogger _logger;
    private PreparedConnection? _connection;
    private long _dataVersion;
    private long _last;
    private Task? _watching;
    private bool _hasFailed;

    public ChangeWatcher(DatabaseFile file, TimeSpan interval, ILogger logger)
    {
        (_file, _interval, _logger) = (file, interval, logger);
        _hub.Become(InvalidationState.Off);
    }

    public InvalidationState State => _hub.State;

    public IDisposable Subscribe(IInvalidationListener listener)
    {
        var subscription = _hub.Subscribe(listener);
        lock (_starting)
        {
            if (_watching is null && !_stop.IsCancellationRequested)
            {
                _hub.Become(InvalidationState.Reconnecting);

                // The loop outlives the subscriber, so it must not keep its trace and ambient values.
                using (ExecutionContext.SuppressFlow())
                {
                    _watching = Task.Run(WatchAsync);
                }
            }
        }

        return subscription;
    }

    public async ValueTask DisposeAsync()
    {
        Task? watching;
        lock (_starting)
        {
            watching = _watching;
            _stop.Cancel();
        }

        if (watching is not null)
        {
            await watching.ConfigureAwait(false);
        }

        _hub.Become(InvalidationState.Off);
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Look();
            }
#pragma warning disable CA1031 // If the loop ended, the caches would stay stale and nothing would tell.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Lose(e);
            }

            await Task.Delay(_interval, TimeProvider.System, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Close();
    }

    private void Look()
    {
        if (_connection is not null && FileControl.HasMoved(_connection.Handle))
        {
            Close();
            _hub.Become(InvalidationState.Reconnecting);
        }

        if (_connection is null)
        {
            _connection = _file.OpenReader();
            _dataVersion = ChangeReads.ReadDataVersion(_connection);
            _last = ChangeReads.ReadLast(_connection);
            _hasFailed = false;
            _hub.Become(InvalidationState.Listening);
            return;
        }

        var version = ChangeReads.ReadDataVersion(_connection);
        if (version != _dataVersion)
        {
            _last = ChangeReads.Report(_connection, _last, _hub);
            _dataVersion = version;
        }
    }

    private void Lose(Exception e)
    {
        Close();
        _hub.Become(InvalidationState.Reconnecting);
        if (!_hasFailed)
        {
            _hasFailed = true;
            var reason = e is SqliteException error
                ? Failure.ToException(error, _file.Path, LtiWorkOutcome.NotApplied)
                : e as LtiStorageException ?? Failure.ForUnreadableRow(e, _file.Path);
            _logger.ChangesUnread(reason.Message);
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
