using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Listens on one connection until it breaks.</summary>
/// <param name="listener">Opens the listening connection.</param>
/// <param name="pool">Opens the connections that make changes.</param>
/// <param name="schema">The schema whose changes are notified.</param>
/// <param name="keepAlive">How often the session checks that it still hears every change.</param>
/// <param name="clock">Measures the waits.</param>
/// <param name="receive">Takes each payload.</param>
internal sealed class ListeningSession(
    ConnectionPool listener, ConnectionPool pool, string schema, TimeSpan keepAlive, TimeProvider clock, Action<string> receive)
{
    private const int Proofs = 3;

    private static readonly TimeSpan _proofLimit = TimeSpan.FromSeconds(3);

    private readonly string _channel = NotificationPayload.Channel(schema);

    /// <summary>Closes the listener's idle connections and forgets the primary so that the next attempt looks again.</summary>
    public void Forget() => listener.Forget();

    /// <summary>Listens until the connection breaks or another server takes the writes.</summary>
    /// <param name="listens">Called when it is proved that changes are received.</param>
    /// <param name="stop">Ends the session.</param>
    /// <returns>The reason why this connection can't receive changes. A broken connection throws instead.</returns>
    public async Task<string> RunAsync(Action listens, CancellationToken stop)
    {
        var proof = new DeliveryProof(pool, _channel, clock);
        var opened = await listener.OpenAsync(stop).ConfigureAwait(false);
        opened.Notification += (_, notification) =>
        {
            proof.Receive(notification.Payload);
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
                return $"this server has no LISTEN (SQLSTATE {e.SqlState}), as engines may that speak PostgreSQL's protocol; turn "
                    + "ListenForChanges off";
            }

            if (await FindFaultAsync(connection, proof, stop).ConfigureAwait(false) is { } reason)
            {
                return reason;
            }

            listens();
            while (true)
            {
                await connection.HearAsync(static () => false, keepAlive, stop).ConfigureAwait(false);

                // A dead connection shows only when something is sent. Triggers may be disabled at any time.
                if (await MissingAsync(connection, stop).ConfigureAwait(false) is { } missing)
                {
                    return missing;
                }

                await RequireWritesAsync(connection, stop).ConfigureAwait(false);
                await RequireDeliveryAsync(connection, proof, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends a notification through the pool and waits for it. Null if it arrives.</summary>
    /// <remarks>
    /// A pooler in transaction mode accepts LISTEN but delivers notifications only with the answer to a statement. Such a delivery does
    /// not count. Three attempts allow for a slow server or a running migration.
    /// </remarks>
    private async Task<string?> FindFaultAsync(BoundedConnection connection, DeliveryProof proof, CancellationToken stop)
    {
        string? fault = null;
        for (var attempt = 1; attempt <= Proofs; attempt++)
        {
            fault = await MissingAsync(connection, stop).ConfigureAwait(false);
            if (fault is null)
            {
                await RequireWritesAsync(connection, stop).ConfigureAwait(false);
                await proof.SendAsync(stop).ConfigureAwait(false);
            }

            if (await connection.HearAsync(() => proof.IsHeard, _proofLimit, stop).ConfigureAwait(false) && fault is null)
            {
                return null;
            }

            fault ??= "notifications are not delivered here, as behind a pooler in transaction mode; give the listener a way round the "
                + "pooler with the option ListenerDataSource, or turn ListenForChanges off";
        }

        return fault;
    }

    /// <exception cref="PostgresException">The server is read-only (25006).</exception>
    private static async Task RequireWritesAsync(BoundedConnection connection, CancellationToken stop)
    {
        if (await connection.ExecuteAsync(ReadOnlyServer.Query, [], stop).ConfigureAwait(false) is true)
        {
            throw ReadOnlyServer.Exception();
        }
    }

    /// <summary>Requires that notifications of the pool's connections still arrive.</summary>
    /// <remarks>If the pool has no free connection nothing is proved and nothing is wrong.</remarks>
    /// <exception cref="LtiStorageUnavailableException">The pool's connections go to another server.</exception>
    private static async Task RequireDeliveryAsync(BoundedConnection connection, DeliveryProof proof, CancellationToken stop)
    {
        proof.Begin(stop);
        var isHeard = await connection.HearAsync(() => proof.IsHeard, _proofLimit, stop).ConfigureAwait(false);
        if (proof.IsSending && !isHeard)
        {
            return;
        }

        if (await proof.EndAsync().ConfigureAwait(false) is { } failure)
        {
            if (!DeliveryProof.IsOfExhaustion(failure))
            {
                throw failure;
            }
        }
        else if (!isHeard && !await connection.HearAsync(() => proof.IsHeard, _proofLimit, stop).ConfigureAwait(false))
        {
            throw new LtiStorageUnavailableException(
                "Notifications of the storage's own connections no longer arrive: they go to another server, as after a "
                    + "failover.", LtiWorkOutcome.NotApplied);
        }
    }

    private async Task<string?> MissingAsync(BoundedConnection connection, CancellationToken stop)
        => await connection.ExecuteAsync(Triggers.Missing, [schema], stop).ConfigureAwait(false) is string triggers
            ? $"schema '{schema}' lacks triggers that tell of changes, or they are disabled ({triggers}); migrate the schema, or enable "
                + "them (ALTER TABLE … ENABLE ALWAYS TRIGGER …)"
            : null;
}
