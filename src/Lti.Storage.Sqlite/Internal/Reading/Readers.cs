using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Reading;

/// <summary>Reads on a small pool of connections. A read runs on its caller's thread.</summary>
internal sealed class Readers(DatabaseFile file, int size) : IDisposable
{
    private readonly SemaphoreSlim _free = new(size);
    private readonly Stack<PreparedConnection> _idle = new();
    private bool _isDisposed;

    /// <summary>Runs a read on a connection of the pool.</summary>
    /// <param name="key">The values of the read.</param>
    /// <param name="read">The read.</param>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    public ValueTask<T> RunAsync<TKey, T>(TKey key, Func<PreparedConnection, TKey, T> read, CancellationToken cancellationToken)
    {
        if (!_free.Wait(0, CancellationToken.None))
        {
            return WaitAndRunAsync(key, read, cancellationToken);
        }

        try
        {
            return new ValueTask<T>(Run(key, read));
        }
        catch (Exception e) when (e is LtiStorageException or ObjectDisposedException)
        {
            // The error goes into the task, as in an asynchronous provider.
            return ValueTask.FromException<T>(e);
        }
    }

    /// <summary>Closes the idle connections. A connection in use closes when its read ends.</summary>
    public void Dispose()
    {
        lock (_idle)
        {
            _isDisposed = true;
            CloseIdle();
        }
    }

    private async ValueTask<T> WaitAndRunAsync<TKey, T>(
        TKey key, Func<PreparedConnection, TKey, T> read, CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Run(key, read);
    }

    private T Run<TKey, T>(TKey key, Func<PreparedConnection, TKey, T> read)
    {
        PreparedConnection? connection = null;
        var isSound = false;
        try
        {
            connection = Rent();
            var result = read(connection, key);
            isSound = true;
            return result;
        }
        catch (SqliteException e)
        {
            throw Failure.ToException(e, file.Path, LtiWorkOutcome.NotApplied);
        }
        catch (Exception e) when (e is UnreadableRowException || Unreadable.IsCause(e))
        {
            throw Failure.ForUnreadableRow(e, file.Path);
        }
        finally
        {
            Return(connection, isSound);
            _free.Release();
        }
    }

    private PreparedConnection Rent()
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(SqliteLtiStorage));
            if (_idle.TryPop(out var connection))
            {
                if (!FileControl.HasMoved(connection.Handle))
                {
                    return connection;
                }

                // All of them have the file that is gone.
                connection.Dispose();
                CloseIdle();
            }
        }

        return file.OpenReader();
    }

    private void Return(PreparedConnection? connection, bool isSound)
    {
        lock (_idle)
        {
            if (isSound && !_isDisposed)
            {
                _idle.Push(connection!);
                return;
            }
        }

        connection?.Dispose();
    }

    private void CloseIdle()
    {
        while (_idle.TryPop(out var connection))
        {
            connection.Dispose();
        }
    }
}
