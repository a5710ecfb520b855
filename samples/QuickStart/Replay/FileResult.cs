using Lti.Storage;
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

    /// <summary>The user's id as the tool reads it.</summary>
    public string User { get; init; } = "";

    /// <summary>The roles in the course that the tool may grant rights by.</summary>
    public string Roles { get; init; } = "";

    /// <summary>The URL of the line item as sent.</summary>
    public string LineItem { get; init; } = "";

    /// <summary>The outcome of the login request. Null if the file was refused before.</summary>
    public LoginOutcome? Login { get; init; }

    /// <summary>The outcome of finding the launch. Null if the file was refused before.</summary>
    public LaunchOutcome? Launch { get; init; }

    /// <summary>Whether listings by the user and by the context have the session.</summary>
    public bool IsListed { get; init; }

    /// <summary>The error that refused the file before anything was stored (contract rule E2).</summary>
    public string? RefusedBy { get; init; }

    /// <summary>The unexpected behaviour.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsStored : IsStored && IsEqual && IsListed && IsReplayRefused);

    public IReadOnlyList<string> Cells =>
    [
        Table.OneLine(File, 100),
        Table.OneLine(Platform, 28),
        Table.OneLine(MessageType, 32),
        Table.Size(Size),
        Table.YesNo(IsStored),
        RefusedBy is null ? Table.YesNo(IsEqual) : "-",
        RefusedBy is null ? Table.YesNo(IsReplayRefused) : "-",
        RefusedBy is null ? Table.YesNo(IsListed) : "-",
        Table.OneLine(User, 40),
        Table.OneLine(Roles, 40),
        Table.OneLine(LineItem, 100),
        Login?.ToString() ?? "-",
        Launch?.ToString() ?? "-",
        Table.Time(Time),
        Table.Note(Mistake, RefusedBy),
    ];
}
