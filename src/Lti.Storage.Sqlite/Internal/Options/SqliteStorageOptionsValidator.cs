using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Sqlite.Internal.Options;

/// <summary>Checks the options. It reads no file.</summary>
internal sealed class SqliteStorageOptionsValidator : IValidateOptions<SqliteStorageOptions>
{
    private static readonly SqliteStorageRangesValidator _ranges = new();

    public ValidateOptionsResult Validate(string? name, SqliteStorageOptions options)
    {
        List<string> failures = [.. _ranges.Validate(name, options).Failures ?? []];
        try
        {
            ConnectionText.Parse(options.ConnectionString);
        }
        catch (FormatException e)
        {
            failures.Add($"{nameof(options.ConnectionString)}: {e.Message}");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
