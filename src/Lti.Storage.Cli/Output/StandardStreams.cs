using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lti.Storage.Cli.Output;

/// <summary>Opens standard output and standard error in UTF-8, without a byte order mark.</summary>
internal static class StandardStreams
{
    private const nint OutputHandle = 1;
    private const int BufferSize = 16_384;

    // Error numbers of the operating system, which .NET passes on in HResult.
    private const int InputOutputError = 5;
    private const int BrokenPipe = 32;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Opens standard output. A reader that has gone is no error; a full disk is.</summary>
    /// <param name="isTerminal">Whether standard output is a terminal.</param>
    /// <returns>A writer with a buffer. On a terminal it writes without delay.</returns>
    public static TextWriter OpenOutput(bool isTerminal)
        => new StreamWriter(new QuietStream(Open(OpenOutputStream), e => HasNoReader(e, isTerminal)), _utf8, BufferSize)
        {
            AutoFlush = isTerminal,
            NewLine = "\n",
        };

    /// <summary>Opens standard error. No error of it reaches the caller because there is no other place to report it.</summary>
    public static TextWriter OpenErrors()
        => new StreamWriter(new QuietStream(Open(Console.OpenStandardError), IsOfStream), _utf8) { AutoFlush = true, NewLine = "\n" };

    /// <summary>Returns whether the reader of standard output has gone so that the rest of a listing is of no use.</summary>
    public static bool IsClosed(TextWriter output) => output is StreamWriter { BaseStream: QuietStream { IsClosed: true } };

    /// <summary>Writes what the buffer holds after a failure and ignores an error of the output.</summary>
    public static void FlushIfPossible(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
            // The first failure is the one to report.
        }
    }

    // A shell can start the tool with a descriptor closed (>&-). Then even opening the stream fails.
    private static Stream Open(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (IsOfStream(e))
        {
            return Stream.Null;
        }
    }

    /// <summary>Opens a stream that reports a closed pipe, which the console's own stream hides.</summary>
    /// <remarks>For a file it returns the console's stream. Another stream would overwrite the text of standard error there.</remarks>
    private static Stream OpenOutputStream()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return Console.OpenStandardOutput();
        }

        var stream = new FileStream(new SafeFileHandle(OutputHandle, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return Console.OpenStandardOutput();
    }

    // .NET reports a closed descriptor as missing access. A terminal that hung up reports an input/output error.
    private static bool HasNoReader(Exception e, bool isTerminal)
        => e is UnauthorizedAccessException
            || (e is IOException && (e.HResult == BrokenPipe || (isTerminal && e.HResult == InputOutputError)));

    private static bool IsOfStream(Exception e) => e is IOException or UnauthorizedAccessException or ObjectDisposedException;
}
