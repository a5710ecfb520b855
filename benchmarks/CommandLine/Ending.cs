using System.ComponentModel;
using System.Data.Common;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>How a run ends that could not go on: an exit code, and one line that says why.</summary>
internal sealed record Ending(int Code, string Line)
{
    /// <summary>What was measured is wrong, or misses a budget.</summary>
    public const int Failed = 1;

    private const int Refused = 2;
    private const int Interrupted = 130;

    /// <summary>What was asked for can't be done.</summary>
    public static Ending Refusal(string line) => new(Refused, line.ReplaceLineEndings(" "));

    /// <summary>That of an exception; null for one that is a fault of this program, whose stack is wanted.</summary>
    public static Ending? Of(Exception exception) => exception switch
    {
        WrongAnswerException => new(Failed, exception.Message),
        OperationCanceledException => new(Interrupted, "Interrupted: what it had made is gone again."),
        RefusedException => Refusal(exception.Message),
        DbException or LtiStorageException => Refusal(OfServer(exception)),
        IOException or UnauthorizedAccessException or Win32Exception or ArgumentException => Refusal(exception.Message),
        _ => null,
    };

    // The storage says what it means for a caller; what the server said is in it.
    private static string OfServer(Exception exception)
    {
        var said = exception.GetBaseException();
        var line = said == exception ? said.Message : $"{exception.Message} {said.Message}";
        return said is PostgresException { SqlState: PostgresErrorCodes.DiskFull } ? $"The server's disk is full: ask for fewer rows, or make room. {line}" : line;
    }
}
