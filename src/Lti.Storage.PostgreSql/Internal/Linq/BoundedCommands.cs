using System.Data;
using System.Data.Common;
using LinqToDB;
using LinqToDB.Common;
using LinqToDB.Interceptors;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Linq;

/// <summary>Bounds each command of linq2db by the deadline of its call and cancels it when the storage is disposed.</summary>
internal sealed class BoundedCommands(RunningDeadline deadline, CancellationToken closing) : CommandInterceptor
{
    public override DbCommand CommandInitialized(CommandEventData eventData, DbCommand command)
    {
        deadline.Require();
        command.CommandTimeout = deadline.Seconds;
        return command;
    }

    public override async Task<Option<DbDataReader>> ExecuteReaderAsync(
        CommandEventData eventData,
        DbCommand command,
        CommandBehavior commandBehavior,
        Option<DbDataReader> result,
        CancellationToken cancellationToken)
        => Option<DbDataReader>.Some(await command.ExecuteReaderAsync(commandBehavior, closing).ConfigureAwait(false));

    public override async Task<Option<int>> ExecuteNonQueryAsync(
        CommandEventData eventData, DbCommand command, Option<int> result, CancellationToken cancellationToken)
        => Option<int>.Some(await command.ExecuteNonQueryAsync(closing).ConfigureAwait(false));

    public override async Task<Option<object?>> ExecuteScalarAsync(
        CommandEventData eventData, DbCommand command, Option<object?> result, CancellationToken cancellationToken)
        => Option<object?>.Some(await command.ExecuteScalarAsync(closing).ConfigureAwait(false));
}
