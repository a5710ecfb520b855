namespace QuickStart.Replay;

/// <summary>What became of one file. One that the contract refuses is as expected when nothing of it was stored.</summary>
internal sealed record FileResult(string File)
{
    public string Platform { get; init; } = "";

    public string MessageType { get; init; } = "";

    public long Size { get; init; }

    public bool IsStored { get; init; }

    public bool IsEqual { get; init; }

    public bool IsReplayRefused { get; init; }

    /// <summary>The error of rule E2, where that refused the file before anything was stored.</summary>
    public string? RefusedBy { get; init; }

    /// <summary>What went otherwise than it should.</summary>
    public string? Mistake { get; init; }

    public TimeSpan Time { get; init; }

    public bool IsAsExpected => Mistake is null && (RefusedBy is not null ? !IsStored : IsStored && IsEqual && IsReplayRefused);
}
