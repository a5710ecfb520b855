namespace Lti.Storage.Cli;

/// <summary>The exit codes of the tool. <c>lti-storage --help</c> and <c>docs/reference/cli.md</c> list them too.</summary>
internal static class ExitCode
{
    /// <summary>The command succeeded, or the answer is yes.</summary>
    public const int Done = 0;

    /// <summary>The answer is no: not found, already stored, a check with findings, or a question answered with no.</summary>
    public const int No = 1;

    /// <summary>The command line is wrong or was refused. Nothing was done.</summary>
    public const int Refused = 2;

    /// <summary>The database can't be used: it is unreachable or refuses. Nothing was changed.</summary>
    public const int DatabaseUnusable = 3;

    /// <summary>The connection broke off, or a command failed after a part of its work.</summary>
    /// <remarks>It is not known whether the whole work was done.</remarks>
    public const int OutcomeUnknown = 4;

    /// <summary>The tool itself failed, or its output can't be written.</summary>
    public const int Defect = 70;

    /// <summary>A signal cancelled the command. Shells use this code for SIGINT.</summary>
    public const int Cancelled = 130;
}
