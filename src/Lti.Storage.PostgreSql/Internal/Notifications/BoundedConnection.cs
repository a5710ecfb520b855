using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Runs statements that time out even if the network loses every packet.</summary>
/// <remarks>
/// Npgsql's own timeout first sends a cancellation over another connection, which waits as well. So a statement that timed out ends by
/// itself and the connection is closed after it.
/// </remarks>
internal sealed class BoundedConnection(NpgsqlConnection connection, TimeProvider clock) : IAsyncDisposable
{
    private const int LimitSeconds = 5;

    private Task<object?>? _last;

    /// <summary>Returns the first column of the first row or null.</summary>
    /// <exception cref="TimeoutException">The answer did not come in time. The connection can't be used any more.</exception>
    public Task<object?> ExecuteAsync(string sql, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        _last = AnswerAsync(sql, arguments);
        return _last.WaitAsync(TimeSpan.FromSeconds(LimitSeconds), clock, cancellationToken);
    }

    /// <summary>Receives notifications until a condition is true. False if the time is up first.</summary>
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
