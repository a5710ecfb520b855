using QuickStart.Commands;

namespace QuickStart.Register;

/// <summary>What became of one configuration. One that lacks what a registration needs is as expected when it is refused at the start and nothing was stored.</summary>
internal sealed record RegistrationResult(string File) : IFileResult
{
    public string Platform { get; init; } = "";

    public string Issuer { get; init; } = "";

    public long Size { get; init; }

    /// <summary>Whether the first request kept the configuration, whole, and its token; after a refusal, whether it kept anything.</summary>
    public bool IsKept { get; init; }

    /// <summary>Whether one client and one deployment are there as the platform gave them, and nothing else.</summary>
    public bool IsStored { get; init; }

    /// <summary>The deployment as stored.</summary>
    public string Deployment { get; init; } = "";

    public bool IsLaunched { get; init; }

    public bool IsSecondRefused { get; init; }

    /// <summary>Why the configuration was refused.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>What went otherwise than it should.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsKept && !IsStored : IsKept && IsStored && IsLaunched && IsSecondRefused);

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
        Table.Time(Time),
        Table.Note(Mistake, RefusedBy),
    ];
}
