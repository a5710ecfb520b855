using System.Runtime.ExceptionServices;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Secrecy;

/// <summary>Removes quoted values, parameters and statements from exceptions (contract rule E8).</summary>
internal static class Redaction
{
    /// <summary>Replaces a message that may quote a value.</summary>
    public const string Withheld = "text withheld, since it may quote values; the server's log has it";

    /// <summary>Returns the exception if its chain quotes nothing, or a copy without the quoted text.</summary>
    /// <remarks>
    /// The copy keeps the SQLSTATE, severity, position, stack and the server's routine. It also keeps the names of constraint, table and
    /// column.
    /// </remarks>
    public static Exception Redacted(this Exception e) => e switch
    {
        PostgresException postgres => Quotes(postgres) ? WithStack(Copy(postgres), e) : e,
        AggregateException several => Redacted(several),
        _ when e.InnerException is null => e,
        _ => WithInner(e, e.InnerException.Redacted()),
    };

    // The data source for several hosts collects the failure of each host.
    private static AggregateException Redacted(AggregateException e)
    {
        var inner = e.InnerExceptions.Select(Redacted).ToList();
        return inner.SequenceEqual(e.InnerExceptions) ? e : WithStack(new AggregateException(inner), e);
    }

    private static Exception WithInner(Exception e, Exception inner)
        => ReferenceEquals(inner, e.InnerException) ? e
            : e is NpgsqlException ? WithStack(new NpgsqlException(e.Message, inner), e)
            : inner;

    private static bool Quotes(PostgresException e)
        => (e.Detail ?? e.Where ?? e.InternalQuery) is not null || e.BatchCommand is not null || !ServerText.QuotesNoValue(e);

    private static PostgresException Copy(PostgresException e)
    {
        var isSafe = ServerText.QuotesNoValue(e);
        return new PostgresException(
            isSafe ? e.MessageText : Withheld,
            e.Severity,
            e.InvariantSeverity,
            e.SqlState,
            hint: isSafe ? e.Hint : null,
            position: e.Position,
            schemaName: e.SchemaName,
            tableName: e.TableName,
            columnName: e.ColumnName,
            dataTypeName: e.DataTypeName,
            constraintName: e.ConstraintName,
            file: e.File,
            line: e.Line,
            routine: e.Routine);
    }

    private static T WithStack<T>(T copy, Exception original)
        where T : Exception
    {
        if (original.StackTrace is { } stack)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(copy, stack);
        }

        return copy;
    }
}
