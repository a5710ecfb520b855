using System.ComponentModel;
using System.Data.Common;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Holds the exit code and the error line of a run that stopped early.</summary>
internal sealed record Ending(int Code, string Line)
{
    /// <summary>The exit code for a wrong answer or a missed budget.</summary>
    public const int Failed = 1;

    private const int Refused = 2;
    private const int Interrupted = 130;

    /// <summary>Creates the ending of a run that can't start.</summary>
    public static Ending Refusal(string line) => new(Refused, line.ReplaceLineEndings(" "));

    /// <summary>Maps an exception to an ending. Returns null for a bug of this program.</summary>
    public static Ending? Of(Exception exception) => exception switch
    {
        WrongAnswerException => new(Failed, exception.Message),
        OperationCanceledException => new(Interrupted, "Interrupted. The run deleted its databases and files."),
        RefusedException => Refusal(exception.Message),
        DbException or LtiStorageException => Refusal(OfServer(exception)),
        IOException or UnauthorizedAccessException or Win32Exception or ArgumentException => Refusal(exception.Message),
        _ => null,
    };

    // The storage's message is for callers. The base exception holds the server's message.
    private static string OfServer(Exception exception)
    {
        var said = exception.GetBaseException();
        var line = said == exception ? said.Message : $"{exception.Message} {said.Message}";
        return said is PostgresException { SqlState: PostgresErrorCodes.DiskFull } ? $"The server's disk is full. Ask for fewer rows or make room. {line}" : line;
    }
}
