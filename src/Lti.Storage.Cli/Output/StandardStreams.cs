using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Lti.Storage.Cli.Output;

/// <summary>Standard output and standard error, in UTF-8 without a byte order mark whatever the machine's language.</summary>
internal static class StandardStreams
{
    private const nint OutputHandle = 1;
    private const int BufferSize = 16_384;

    // EPIPE, which .NET hands on as it is.
    private const int BrokenPipe = 32;

    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Written when it is full and when it is flushed; at once on a terminal.</summary>
    public static TextWriter OpenOutput() => new StreamWriter(OpenStream(), _utf8, BufferSize) { AutoFlush = Terminal.IsOutput, NewLine = "\n" };

    public static TextWriter OpenErrors() => new StreamWriter(Console.OpenStandardError(), _utf8) { AutoFlush = true, NewLine = "\n" };

    /// <summary>Whether this is the news that whoever read the output has closed it, such as <c>head</c> after its last line.</summary>
    public static bool IsClosed(IOException e) => e.HResult == BrokenPipe;

    /// <summary>What was written before a failure is still of use, if it can be had.</summary>
    public static void FlushIfPossible(TextWriter output)
    {
        try
        {
            output.Flush();
        }
        catch (IOException)
        {
            // The failure itself is what is told.
        }
    }

    /// <summary>
    /// The console's own stream swallows the news that a pipe was closed, and a listing would go on to its end for nobody. Into a file it has to be that
    /// one, since another stream would keep a position of its own and write over what standard error writes there.
    /// </summary>
    private static Stream OpenStream()
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
}
