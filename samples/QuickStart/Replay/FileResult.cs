using QuickStart.Commands;

namespace QuickStart.Replay;

/// <summary>The result of one file. An invalid file is as expected when nothing of it was stored.</summary>
internal sealed record FileResult(string File) : IFileResult
{
    public string Platform { get; init; } = "";

    public string MessageType { get; init; } = "";

    public long Size { get; init; }

    public bool IsStored { get; init; }

    public bool IsEqual { get; init; }

    public bool IsReplayRefused { get; init; }

    /// <summary>The error that refused the file before anything was stored (contract rule E2).</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The unexpected behaviour.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsStored : IsStored && IsEqual && IsReplayRefused);

    public IReadOnlyList<string> Cells =>
    [
        Table.OneLine(File, 100),
        Table.OneLine(Platform, 28),
        Table.OneLine(MessageType, 32),
        Table.Size(Size),
        Table.YesNo(IsStored),
        RefusedBy is null ? Table.YesNo(IsEqual) : "-",
        RefusedBy is null ? Table.YesNo(IsReplayRefused) : "-",
        Table.Time(Time),
        Table.Note(Mistake, RefusedBy),
    ];
}
