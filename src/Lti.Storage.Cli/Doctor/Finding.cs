namespace Lti.Storage.Cli.Doctor;

/// <summary>What a check found.</summary>
/// <param name="Status">How bad it is.</param>
/// <param name="Message">What it is, in a sentence.</param>
/// <param name="Advice">What to do about it; null where nothing has to be done.</param>
internal sealed record Finding(FindingStatus Status, string Message, string? Advice)
{
    public static Finding Ok(string message) => new(FindingStatus.Ok, message, Advice: null);

    public static Finding Warning(string message, string advice) => new(FindingStatus.Warning, message, advice);

    public static Finding Problem(string message, string advice) => new(FindingStatus.Problem, message, advice);
}
