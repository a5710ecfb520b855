using Lti.Storage.PostgreSql.Internal.Schema;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.PostgreSql.Internal.Options;

/// <summary>Ranges, and what an attribute can't say. No failure shows what the connection string holds.</summary>
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

    public static void Require(PostgreSqlStorageOptions options)
    {
        var result = new PostgreSqlStorageOptionsValidator().Validate(name: null, options);
        if (result.Failed)
        {
            throw new OptionsValidationException(nameof(PostgreSqlStorageOptions), typeof(PostgreSqlStorageOptions), result.Failures);
        }
    }

    private static IEnumerable<string> ConnectionProblems(PostgreSqlStorageOptions options) => (options.ConnectionString, options.DataSource) switch
    {
        ({ Length: > 0 }, not null) => ["Give either ConnectionString or DataSource, not both."],
        ({ Length: > 0 }, null) => TextProblems(options),
        (_, not null) => [],
        _ => ["No database is given. Set ConnectionString, for instance from DATABASE_URL, or DataSource."],
    };

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
