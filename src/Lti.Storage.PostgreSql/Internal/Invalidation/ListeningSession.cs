using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>Listens on one connection for as long as it lasts.</summary>
/// <param name="listener">Where the listening connection comes from.</param>
/// <param name="pool">Where changes are made.</param>
/// <param name="schema">The schema whose changes are told of.</param>
/// <param name="keepAlive">How often it is asked whether all is well.</param>
/// <param name="clock">What the waiting goes by.</param>
/// <param name="receive">Takes each payload.</param>
internal sealed class ListeningSession(ConnectionPool listener, ConnectionPool pool, string schema, TimeSpan keepAlive, TimeProvider clock, Action<string> receive)
{
    private const int Proofs = 3;

    private static readonly TimeSpan _proofLimit = TimeSpan.FromSeconds(3);

    private readonly string _channel = Notifications.Channel(schema);

    /// <summary>Listens until the connection breaks, which throws; returns why nothing, or not everything, would be heard here.</summary>
    /// <param name="listens">Called once it is proved that changes are heard.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<string> RunAsync(Action listens, CancellationToken stop)
    {
        var proof = new Proof();
        var opened = await listener.OpenAsync(stop).ConfigureAwait(false);
        opened.Notification += (_, notification) =>
        {
            proof.IsHeard |= notification.Payload == proof.Payload;
            receive(notification.Payload);
        };
        var connection = new BoundedConnection(opened, clock);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                await connection.ExecuteAsync($"LISTEN {_channel}", [], stop).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.SyntaxError)
            {
                return $"this server has no LISTEN (SQLSTATE {e.SqlState}), as engines may that speak PostgreSQL's protocol; turn ListenForChanges off";
            }

            if (await FindFaultAsync(connection, proof, stop).ConfigureAwait(false) is { } reason)
            {
                return reason;
            }

            listens();
            while (true)
            {
                // A connection that died without a word is only noticed by saying something, and triggers may be disabled at any time.
                await connection.HearAsync(static () => false, keepAlive, stop).ConfigureAwait(false);
                if (await MissingAsync(connection, stop).ConfigureAwait(false) is { } missing)
                {
                    return missing;
                }
            }
        }
    }

    /// <summary>
    /// Sends a notification from elsewhere and waits for it: a pooler that hands out connections for each transaction takes LISTEN and delivers nothing,
    /// except together with the answer to a statement, which does not count. One that is slow, or a migration that is under way, gets more than one
    /// chance. Null where all is well.
    /// </summary>
    private async Task<string?> FindFaultAsync(BoundedConnection connection, Proof proof, CancellationToken stop)
    {
        string? fault = null;
        for (var attempt = 1; attempt <= Proofs; attempt++)
        {
            fault = await MissingAsync(connection, stop).ConfigureAwait(false);
            proof.IsHeard = false;
            if (fault is null)
            {
                await NotifyAsync(proof, stop).ConfigureAwait(false);
            }

            if (await connection.HearAsync(() => proof.IsHeard, _proofLimit, stop).ConfigureAwait(false) && fault is null)
            {
                return null;
            }

            fault ??= "notifications are not delivered here, as behind a pooler in transaction mode; give the listener a way round the pooler with the option ListenerDataSource, or turn ListenForChanges off";
        }

        return fault;
    }

    private async Task NotifyAsync(Proof proof, CancellationToken stop)
    {
        var sender = new BoundedConnection(await pool.OpenAsync(stop).ConfigureAwait(false), clock);
        await using (sender.ConfigureAwait(false))
        {
            await sender.ExecuteAsync("SELECT pg_notify($1, $2)", [_channel, proof.Payload], stop).ConfigureAwait(false);
        }
    }

    private async Task<string?> MissingAsync(BoundedConnection connection, CancellationToken stop)
        => await connection.ExecuteAsync(Triggers.Missing, [schema], stop).ConfigureAwait(false) is string triggers
            ? $"schema '{schema}' lacks triggers that tell of changes, or they are disabled ({triggers}); migrate the schema, or enable them (ALTER TABLE … ENABLE ALWAYS TRIGGER …)"
            : null;

    private sealed class Proof
    {
        public string Payload { get; } = Notifications.NewProof();

        public bool IsHeard { get; set; }
    }
}
