using Lti.Storage.PostgreSql.Internal.Connections;
using Lti.Storage.PostgreSql.Internal.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Options;

/// <summary>Checks the options. No failure shows the content of the connection string.</summary>
internal sealed class PostgreSqlStorageOptionsValidator : IValidateOptions<PostgreSqlStorageOptions>
{
    private static readonly PostgreSqlStorageRangesValidator _ranges = new();

    public ValidateOptionsResult Validate(string? name, PostgreSqlStorageOptions options)
    {
        List<string> failures = [.. _ranges.Validate(name, options).Failures ?? []];
        failures.AddRange(ConnectionProblems(options));
        if (SchemaName.Problem(options.Schema) is { } problem)
        {
            failures.Add($"{nameof(options.Schema)}: {problem}");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> ConnectionProblems(PostgreSqlStorageOptions options)
        => (options.ConnectionString, options.DataSource) switch
        {
            ({ Length: > 0 }, not null) => ["Give either ConnectionString or DataSource, not both."],
            ({ Length: > 0 }, null) => TextProblems(options),
            (_, not null) => SourceProblems(options.DataSource),
            _ => ["No database is given. Set ConnectionString, for instance from DATABASE_URL, or DataSource."],
        };

    // Each connection checks the encoding that the server reports. The server can't know this one.
    private static IEnumerable<string> SourceProblems(NpgsqlDataSource source)
        => TextEncoding.IsUtf8(new NpgsqlConnectionStringBuilder(source.ConnectionString).Encoding)
            ? []
            : [$"{nameof(PostgreSqlStorageOptions.DataSource)}: its Encoding is not UTF8, so that text would be stored wrong. Remove the "
                + "keyword Encoding."];

    private static IEnumerable<string> TextProblems(PostgreSqlStorageOptions options)
    {
        try
        {
            _ = OwnConnection.Settings(options, NullLogger.Instance);
            return [];
        }
        catch (ArgumentException e)
        {
            return [$"{nameof(options.ConnectionString)}: {e.Message}"];
        }
    }
}
