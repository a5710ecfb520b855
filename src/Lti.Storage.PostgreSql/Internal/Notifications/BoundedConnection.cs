using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>
/// A connection whose statements are answered in time or given up, also where the network swallows everything. Npgsql's own time-out sends a cancellation
/// first, over another connection that waits in its turn; so what was given up is left to end by itself, and the connection is closed after it.
/// </summary>
internal sealed class BoundedConnection(NpgsqlConnection connection, TimeProvider clock) : IAsyncDisposable
{
    private const int LimitSeconds = 5;

    private Task<object?>? _last;

    /// <summary>The first column of the first row, or null.</summary>
    /// <exception cref="TimeoutException">No answer came in time; the connection is of no more use.</exception>
    public Task<object?> ExecuteAsync(string sql, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        _last = AnswerAsync(sql, arguments);
        return _last.WaitAsync(TimeSpan.FromSeconds(LimitSeconds), clock, cancellationToken);
    }

    /// <summary>Takes notifications until something is so; false where the time is up before.</summary>
    public async Task<bool> HearAsync(Func<bool> until, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        try
        {
            while (!until())
            {
                await connection.WaitAsync(either.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_last is null or { IsCompleted: true })
        {
            return connection.DisposeAsync();
        }

        _ = CloseAfterAsync(_last);
        return ValueTask.CompletedTask;
    }

    private async Task CloseAfterAsync(Task unanswered)
    {
        await unanswered.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<object?> AnswerAsync(string sql, IEnumerable<string> arguments)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = LimitSeconds };
        await using (command.ConfigureAwait(false))
        {
            foreach (var argument in arguments)
            {
                command.Parameters.AddText(argument);
            }

            var value = await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false);
            return value is DBNull ? null : value;
        }
    }
}
