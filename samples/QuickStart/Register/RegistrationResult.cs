using Lti.Storage;
using QuickStart.Commands;

namespace QuickStart.Register;

/// <summary>The result of one configuration file.</summary>
/// <remarks>An unusable configuration is as expected when the start refuses it and nothing is stored.</remarks>
internal sealed record RegistrationResult(string File) : IFileResult
{
    public string Platform { get; init; } = "";

    public string Issuer { get; init; } = "";

    public long Size { get; init; }

    /// <summary>Whether the first request stored the configuration and its token. After a refusal: whether it stored anything.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether exactly one client and one deployment are stored with the platform's values.</summary>
    public bool IsStored { get; init; }

    /// <summary>The stored deployment id.</summary>
    public string Deployment { get; init; } = "";

    public bool IsLaunched { get; init; }

    public bool IsSecondRefused { get; init; }

    /// <summary>Whether a save of the client with other endpoints is refused and changes nothing (contract rule L8).</summary>
    public bool IsTakeoverRefused { get; init; }

    /// <summary>The outcome of the save. Null if the configuration was refused before.</summary>
    public SaveOutcome? Saved { get; init; }

    /// <summary>The outcome of a login request that names client and deployment. Null if the configuration was refused before.</summary>
    public LoginOutcome? Login { get; init; }

    /// <summary>The outcome of finding the launch. Null if the configuration was refused before.</summary>
    public LaunchOutcome? Launch { get; init; }

    /// <summary>The audience of token requests that the platform names. Empty if it is the token endpoint.</summary>
    public string Audience { get; init; } = "";

    /// <summary>The types of the messages that the platform sends.</summary>
    public string Messages { get; init; } = "";

    /// <summary>The reason of the refusal.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The unexpected behaviour.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsKept && !IsStored : IsKept && IsStored && IsLaunched && IsSecondRefused && IsTakeoverRefused);

    public IReadOnlyList<string> Cells =>
    [
        Table.OneLine(File, 100),
        Table.OneLine(Platform, 28),
        Table.OneLine(Issuer, 48),
        Table.Size(Size),
        Table.YesNo(IsKept),
        Table.YesNo(IsStored),
        RefusedBy is null ? Table.OneLine(Deployment, 16) : "-",
        RefusedBy is null ? Table.YesNo(IsLaunched) : "-",
        RefusedBy is null ? Table.YesNo(IsSecondRefused) : "-",
        RefusedBy is null ? Table.YesNo(IsTakeoverRefused) : "-",
        Saved?.ToString() ?? "-",
        Login?.ToString() ?? "-",
        Launch?.ToString() ?? "-",
        Table.OneLine(Audience, 80),
        Table.OneLine(Messages, 80),
        Table.Time(Time),
        Table.Note(Mistake, RefusedBy),
    ];
}
