using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The work of a call. Each attempt does it from the start.</summary>
internal interface IAttempt<TResult>
{
    /// <summary>Sends the work and awaits the answer of its commit.</summary>
    /// <param name="connection">An open connection, which the caller closes.</param>
    /// <param name="deadline">The deadline of this attempt.</param>
    /// <param name="closing">Cancelled when the storage is disposed. A caller's token does not cancel work that was sent.</param>
    ValueTask<TResult> SendAsync(NpgsqlConnection connection, RunningDeadline deadline, CancellationToken closing);
}
