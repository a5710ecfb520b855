using System.CommandLine;
using System.CommandLine.Invocation;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli;

/// <summary>One run of the tool: what was asked for is done, or one line on standard error says why not.</summary>
internal static class CommandLine
{
    // A client's name may begin with @, which would be taken for a file to read otherwise; and nothing that begins with -h is a request for help but itself.
    private static readonly ParserConfiguration _parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args)
    {
        using var interruption = new Interruption();
#pragma warning disable CA2000 // They are the process's. To dispose of one whose reader has gone would write to it again.
        var output = StandardStreams.OpenOutput();
        var errors = StandardStreams.OpenErrors();
#pragma warning restore CA2000
        try
        {
            var arguments = RootCommands.Create().Parse(args, _parser);
            if (arguments.Action is ParseErrorAction)
            {
                throw new RefusedException(UsageError.Describe(arguments));
            }

            // Signals are the interruption's, and exceptions the failure's business.
            var exitCode = await arguments.InvokeAsync(
                new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = errors },
                interruption.Token).ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception e)
        {
            StandardStreams.FlushIfPossible(output);
            var failure = Failure.Of(e);
            if (failure.Line is { } line)
            {
                await errors.WriteLineAsync(Printable.Line(line)).ConfigureAwait(false);
            }

            return failure.ExitCode;
        }
    }
}
