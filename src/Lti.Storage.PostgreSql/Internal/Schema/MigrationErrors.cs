using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Explains the server's errors of a migration. <see cref="Execution.ServerErrors"/> explains those of calls.</summary>
internal static class MigrationErrors
{
    /// <summary>Returns what happened and what to do. Null for other errors.</summary>
    public static string? Describe(string schema, PostgresException e) => e.SqlState switch
    {
        TableCheck.SqlState
            => $"Tables of the schema '{schema}' are not as LTI storage needs them; nothing was changed. {e.MessageText} Correct this "
                + $"and migrate again, or, where another program owns the tables: {ChooseSchema}",
        PostgresErrorCodes.UniqueViolation
            => $"The schema '{schema}' has several rows with one key, so that the unique index '{e.ConstraintName}' can't be made; "
                + "nothing was changed. Remove the duplicates and migrate again.",
        PostgresErrorCodes.InsufficientPrivilege
            => $"The database user may not read or change the schema '{schema}' (SQLSTATE 42501). Grant it the rights, or have the "
                + "database administrator apply PostgreSqlSchema.Script and grant USAGE on the schema and SELECT, INSERT, UPDATE and "
                + "DELETE on its tables.",
        PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.WrongObjectType or PostgresErrorCodes.DuplicateTable
            => $"The schema '{schema}' has tables of the same names that are not LTI storage's (SQLSTATE {e.SqlState}). {ChooseSchema}",
        _ => null,
    };

    private const string ChooseSchema = "Choose a schema of its own with the option Schema.";
}
