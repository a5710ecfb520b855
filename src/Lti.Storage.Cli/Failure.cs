using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.Cli;

/// <summary>How a run that failed ends.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Line">What standard error says, without secrets; null for nothing.</param>
internal sealed record Failure(int ExitCode, string? Line)
{
    public static Failure Of(Exception e) => e switch
    {
        // Whoever reads has what they wanted.
        IOException closed when StandardStreams.IsClosed(closed) => new(Cli.ExitCode.Done, null),
        IOException => new(Cli.ExitCode.Defect, $"The output can't be written: {e.Message}"),
        RefusedException => new(Cli.ExitCode.Refused, e.Message),
        AnswerException => new(Cli.ExitCode.No, e.Message),
        OperationCanceledException => new(Cli.ExitCode.Cancelled, "Cancelled. Nothing was changed."),
        OptionsValidationException options => OfOptions(options),
        ArgumentException { ParamName: not null } argument => new(Cli.ExitCode.Refused, InputError.Describe(argument)),
        LtiNotFoundException missing => new(Cli.ExitCode.No, Missing.Describe(missing.Entity, missing.Id)),
        LtiConflictException => new(Cli.ExitCode.No, LibraryMessage.InToolWords(e.Message)),
        LtiStorageUnavailableException { Outcome: LtiWorkOutcome.Unknown } => new(Cli.ExitCode.OutcomeUnknown, LibraryMessage.Describe(e)),
        LtiStorageException => new(Cli.ExitCode.DatabaseUnusable, LibraryMessage.Describe(e)),

        NpgsqlException => new(Cli.ExitCode.DatabaseUnusable, "The database can't be used: the connection broke, or the server did not answer in time."),

        // Its message may repeat anything.
        _ => new(Cli.ExitCode.Defect, $"lti-storage failed, which is a defect of its own ({e.GetType().Name} in {e.TargetSite?.DeclaringType?.Name}). Please report it."),
    };

    private static Failure OfOptions(OptionsValidationException options) => options.Failures.FirstOrDefault() is { } schema && schema.StartsWith("Schema: ", StringComparison.Ordinal)
        ? new(Cli.ExitCode.Refused, $"--schema: {schema["Schema: ".Length..]}")
        : new(Cli.ExitCode.DatabaseUnusable, LibraryMessage.Describe(options));
}
