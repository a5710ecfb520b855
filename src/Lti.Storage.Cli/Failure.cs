using System.Data.Common;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Copying;
using Lti.Storage.Cli.Parsing;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Cli;

/// <summary>The exit code and the message of a run that failed.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Line">The message for standard error, without secrets.</param>
internal sealed record Failure(int ExitCode, string Line)
{
    private const string SchemaOption = "Schema: ";

    /// <param name="e">The exception that ended the run.</param>
    /// <param name="database">The database and the setting that names it; null if no database is named.</param>
    public static Failure Of(Exception e, string? database) => e switch
    {
        IOException => new(Cli.ExitCode.Defect, $"The output can't be written: {e.Message}"),
        RefusedException => new(Cli.ExitCode.Refused, e.Message),
        AnswerException => new(Cli.ExitCode.No, e.Message),
        UnusableException { Outcome: LtiWorkOutcome.Unknown } => new(Cli.ExitCode.OutcomeUnknown, e.Message),
        UnusableException => new(Cli.ExitCode.DatabaseUnusable, e.Message),
        CancelledException => new(Cli.ExitCode.Cancelled, e.Message),
        OperationCanceledException => new(Cli.ExitCode.Cancelled, "Cancelled. Nothing was changed."),
        OptionsValidationException invalid when IsOfSchema(invalid)
            => new(Cli.ExitCode.Refused, $"--schema: {invalid.Failures.First()[SchemaOption.Length..]}"),
        OptionsValidationException => new(Cli.ExitCode.DatabaseUnusable, LibraryMessage.Describe(e, database)),
        ArgumentException { ParamName: not null } argument => new(Cli.ExitCode.Refused, InputError.Describe(argument)),
        LtiNotFoundException missing => new(Cli.ExitCode.No, Missing.Describe(missing.Entity, missing.Id)),
        LtiConflictException => new(Cli.ExitCode.No, LibraryMessage.InToolWords(e.Message)),
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown }
            => new(Cli.ExitCode.OutcomeUnknown, LibraryMessage.Describe(e, database)),
        LtiStorageException => new(Cli.ExitCode.DatabaseUnusable, LibraryMessage.Describe(e, database)),
        DbException => new(
            Cli.ExitCode.DatabaseUnusable,
            LibraryMessage.Unusable(database, "The connection broke, or the server did not answer in time.")),

        // The message of another exception may hold anything.
        _ => new(
            Cli.ExitCode.Defect,
            $"lti-storage failed because of a defect ({e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}). Please report it."),
    };

    /// <summary>Returns whether a refused option is the schema's name, which the tool's own option gives.</summary>
    public static bool IsOfSchema(OptionsValidationException e)
        => e.Failures.FirstOrDefault()?.StartsWith(SchemaOption, StringComparison.Ordinal) == true;
}
