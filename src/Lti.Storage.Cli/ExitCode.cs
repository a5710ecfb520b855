namespace Lti.Storage.Cli;

/// <summary>What the tool ends with. <c>lti-storage --help</c> and <c>docs/reference/cli.md</c> say the same.</summary>
internal static class ExitCode
{
    /// <summary>It is done, or the answer is yes.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: not found, already there, a check that found something, a question that was answered with no.</summary>
    public const int No = 1;

    /// <summary>The command can't be understood or may not be followed as it was given. Nothing was done.</summary>
    public const int Refused = 2;

    /// <summary>The database can't be used: not reached, or it refuses. Nothing was changed.</summary>
    public const int DatabaseUnusable = 3;

    /// <summary>The database broke off: whether the work was done is not known.</summary>
    public const int OutcomeUnknown = 4;

    /// <summary>The tool itself failed, or its output can't be written.</summary>
    public const int Defect = 70;

    /// <summary>Interrupted, as shells count SIGINT.</summary>
    public const int Cancelled = 130;
}
