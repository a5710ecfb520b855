using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Coalescing;

/// <summary>Sends statements that many calls share, and gives each of them its answer, its failure, or another attempt on its own.</summary>
internal sealed class SharedStatementRunner(ConnectionPool pool, Repeats repeats, int commandTimeoutSeconds, CoalescingMetrics metrics)
{
    /// <summary>
    /// Waits for a connection, and only then takes its members: until that moment each may leave, and others may come. Throws nothing, since nobody
    /// waits for it but they.
    /// </summary>
    public async Task RunAsync<TArguments, TResult>(SharedStatement<TArguments, TResult> statement, Func<List<WaitingCall<TArguments, TResult>>> take)
    {
        List<WaitingCall<TArguments, TResult>> members = [];
        try
        {
            var connection = await pool.ConnectAsync(CancellationToken.None).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                members = take();
                if (members.Count > 0)
                {
                    metrics.Sent(members, statement.Operation);
                    await ExecuteAsync(statement, members, connection).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (members.Count == 0)
        {
            Fail(take(), e, Failure.WhileConnecting(e));
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
        var command = new NpgsqlCommand(statement.Sql, connection) { CommandTimeout = commandTimeoutSeconds };
        await using (command.ConfigureAwait(false))
        {
            statement.Bind(command.Parameters, members.ConvertAll(static member => member.Arguments));
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
            }
        }

        for (var place = 0; place < members.Count; place++)
        {
            members[place].TrySetResult(answers[place] ?? Answer(row: null, place));
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
                metrics.Repeated(members.Count, statement.Operation);
                members.ForEach(static member => member.TrySetResult(new Turn<TResult>(TurnKind.Again)));
            }
        }
        finally
        {
            // Those that have no other turn, whatever a log has thrown.
            Fail(members, e, failure?.Of(statement.Single.Repetition));
        }
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
