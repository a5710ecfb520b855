using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Coalescing;

/// <summary>Sends statements that many calls share, and gives each of them its answer, its failure, or another attempt on its own.</summary>
internal sealed class SharedStatementRunner(ConnectionPool pool, Repeats repeats, CommandLimit limit, CoalescingMetrics metrics)
{
    /// <summary>Waits for a connection, and only then takes its members: until that moment each may leave, and others may come. Each gets a turn.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="queue">Those that wait.</param>
    /// <param name="last">The number of the last that waits for this connection; those behind wait for the next.</param>
    public async Task RunAsync<TArguments, TResult>(SharedStatement<TArguments, TResult> statement, CallQueue<TArguments, TResult> queue, long last)
    {
        NpgsqlConnection connection;
        try
        {
            connection = await pool.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Fail(queue.TakeThrough(last), e, Failure.WhileConnecting(e, pool.Address));
            return;
        }

        List<WaitingCall<TArguments, TResult>> members = [];
        try
        {
            await using (connection.ConfigureAwait(false))
            {
                members = queue.Take();
                if (members.Count > 0)
                {
                    await ExecuteAsync(statement, members, connection).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            Settle(statement, members, e);
        }
    }

    private async Task ExecuteAsync<TArguments, TResult>(
        SharedStatement<TArguments, TResult> statement, List<WaitingCall<TArguments, TResult>> members, NpgsqlConnection connection)
    {
        var answers = new Turn<TResult>?[members.Count];
        var command = new NpgsqlCommand(statement.Sql, connection) { CommandTimeout = limit.Seconds };
        var start = CommandLimit.Start();
        await using (command.ConfigureAwait(false))
        {
            if (!TryBind(command))
            {
                Repeat(statement, members);
                return;
            }

            var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    var place = reader.GetInt32(reader.FieldCount - 1) - 1;
                    answers[place] = Answer(reader, place);
                }

                // Only the end of the answer says that it is committed, as for one call.
                await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
                limit.Require(start);
            }
        }

        for (var place = 0; place < members.Count; place++)
        {
            members[place].TrySetResult(answers[place] ?? Answer(row: null, place));
        }

        // Nothing is sent yet: whatever one of them brings, or whoever listens to a metric throws, it is no other's failure.
        bool TryBind(NpgsqlCommand command)
        {
            try
            {
                statement.Bind(command.Parameters, members.ConvertAll(static member => member.Arguments));
                metrics.Sent(members, statement.Operation);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        Turn<TResult> Answer(NpgsqlDataReader? row, int place) => new(TurnKind.Answered, statement.Single.Read(row, members[place].Arguments));
    }

    private void Settle<TArguments, TResult>(SharedStatement<TArguments, TResult> statement, List<WaitingCall<TArguments, TResult>> members, Exception e)
    {
        var failure = Failure.AfterSending(e);
        try
        {
            if (repeats.AllowEachAlone(failure, statement.Single.Repetition))
            {
                Repeat(statement, members);
            }
        }
        finally
        {
            // Those that have no other turn yet, also where a log or a listener throws: nobody else would end their wait.
            Fail(members, e, failure?.Of(statement.Single.Repetition));
        }
    }

    private void Repeat<TArguments, TResult>(SharedStatement<TArguments, TResult> statement, List<WaitingCall<TArguments, TResult>> members)
    {
        members.ForEach(static member => member.TrySetResult(new Turn<TResult>(TurnKind.Again)));
        metrics.Repeated(members.Count, statement.Operation);
    }

    // A failure that is none of the server or the network is a fault of the program, or the storage is closed.
    private static void Fail<TArguments, TResult>(List<WaitingCall<TArguments, TResult>> members, Exception e, Failure? failure) => members.ForEach(member =>
    {
        if (failure is null)
        {
            member.TrySetException(e);
        }
        else
        {
            member.TrySetResult(new Turn<TResult>(TurnKind.Failed, Failure: failure));
        }
    });
}
