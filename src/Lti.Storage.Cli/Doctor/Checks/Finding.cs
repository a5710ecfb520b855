namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>One finding of a check.</summary>
/// <param name="Status">How serious the finding is.</param>
/// <param name="Message">The finding in a sentence.</param>
/// <param name="Advice">The remedy; null if there is nothing to do.</param>
internal sealed record Finding(FindingStatus Status, string Message, string? Advice)
{
    public static Finding Ok(string message) => new(FindingStatus.Ok, message, Advice: null);

    public static Finding Warning(string message, string advice) => new(FindingStatus.Warning, message, advice);

    public static Finding Problem(string message, string advice) => new(FindingStatus.Problem, message, advice);
}
