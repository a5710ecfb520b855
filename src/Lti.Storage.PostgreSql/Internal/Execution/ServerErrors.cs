using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Explains the server's errors of calls, a missing table among them, and says what to do.</summary>
/// <remarks>The codes are those of Appendix A of PostgreSQL's manual.</remarks>
internal static class ServerErrors
{
    /// <summary>Classifies an error of a statement that was sent.</summary>
    public static Failure Classify(PostgresException e)
    {
        // FATAL and PANIC end the connection, perhaps after the commit. Proxies report lost connections as 08xxx or 40003. Any other
        // ERROR of a single statement means that all of it was rolled back.
        if (e.InvariantSeverity is "FATAL" or "PANIC" || e.SqlState is ['0', '8', ..] or PostgresErrorCodes.StatementCompletionUnknown)
        {
            return new Failure(
                FailureKind.Broken,
                LtiWorkOutcome.Unknown,
                $"PostgreSQL ended the connection (SQLSTATE {e.SqlState}) before the answer came. Check the "
                    + $"server.{ServerText.Sentence(e)}",
                e);
        }

        var kind = KindOf(e.SqlState);
        return new Failure(kind, LtiWorkOutcome.NotApplied, Describe(e), e);
    }

    /// <summary>Says what happened and what to do, with the server's text if it quotes no value.</summary>
    /// <param name="e">The server's error.</param>
    /// <param name="address">The hosts and ports that were tried. Null after a connection was made.</param>
    public static string Describe(PostgresException e, string? address = null)
        => Summary(e, address, address is null ? "PostgreSQL" : $"PostgreSQL at {address}")
            + ServerText.Sentence(e, isConnecting: address is not null);

    private static string Summary(PostgresException e, string? address, string server) => e.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            => $"{server} refused the user or the password (SQLSTATE {e.SqlState}). Correct them in the connection string, or the "
                + "server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName
            => $"The database of the connection string does not exist (SQLSTATE 3D000){(address is null ? "" : $" at {address}")}. "
                + "Create it, or correct the connection string.",
        PostgresErrorCodes.TooManyConnections
            => $"{server} has no connection left (SQLSTATE 53300). Lower the pool sizes of the nodes, or raise max_connections.",
        PostgresErrorCodes.CannotConnectNow
            => $"{server} is starting up or shutting down (SQLSTATE 57P03). Try again when it is ready.",
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected
            => $"{server} rolled the work back each time, since it conflicted with concurrent transactions (SQLSTATE {e.SqlState}). Try "
                + "again.",
        PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidSqlStatementName
            or PostgresErrorCodes.DuplicatePreparedStatement
            => $"{server} and this connection disagree about a prepared statement (SQLSTATE {e.SqlState}). Behind a pooler in "
                + "transaction mode, turn the option PrepareStatements off.",
        PostgresErrorCodes.ReadOnlySqlTransaction
            => "This PostgreSQL server takes no writes (SQLSTATE 25006): it is a standby, or set to read-only. Connect to the primary, "
                + "for instance with several hosts and Target Session Attributes=read-write.",
        PostgresErrorCodes.QueryCanceled
            => $"{server} cancelled the statement (SQLSTATE 57014): the server's statement_timeout ran out, or an operator cancelled it. "
                + "Nothing was changed.",
        PostgresErrorCodes.LockNotAvailable
            => $"{server} waited for a lock as long as lock_timeout allows (SQLSTATE 55P03). Nothing was changed; try again.",
        PostgresErrorCodes.DiskFull
            => $"{server} has no disk space left (SQLSTATE 53100). Nothing was changed; free or add space.",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName
            => $"Tables of LTI storage are missing in this database or schema (SQLSTATE {e.SqlState}). Migrate the schema: set "
                + "SchemaOnStart to Migrate, or apply PostgreSqlSchema.Script by hand.",
        PostgresErrorCodes.InsufficientPrivilege
            => "The database user lacks a right on the tables of LTI storage (SQLSTATE 42501). Grant SELECT, INSERT, UPDATE and DELETE "
                + "on them and USAGE on their schema.",
        ['2', '3', ..]
            => $"{server} refused a row by a constraint (SQLSTATE {e.SqlState}); nothing was changed. Drop or correct a constraint that "
                + "LTI storage did not make.",
        ['5', '3' or '7' or '8', ..] or ['X', 'X', ..]
            => $"{server} is in trouble (SQLSTATE {e.SqlState}); nothing was changed. Check the server and its log.",
        _ when ServerText.QuotesNoValue(e)
            => $"{server} refused with SQLSTATE {e.SqlState}; nothing was changed. Check the server's settings and the tables.",
        _ => $"{server} refused with SQLSTATE {e.SqlState}; nothing was changed. Its message is in the server's log, and not here since "
            + "it may quote values. "
            + "Look there first: a trigger or function that LTI storage did not make may raise it.",
    };

    private static FailureKind KindOf(string sqlState) => sqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => FailureKind.Conflict,
        PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.InvalidSqlStatementName => FailureKind.StalePlan,
        PostgresErrorCodes.ReadOnlySqlTransaction => FailureKind.ReadOnly,
        PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable => FailureKind.ServerTimeout,
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.InvalidSchemaName
            or PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.DuplicatePreparedStatement => FailureKind.NotSetUp,
        ['5', '3' or '7' or '8', ..] or ['X', 'X', ..] => FailureKind.ServerTrouble,
        _ => FailureKind.Refused,
    };
}
