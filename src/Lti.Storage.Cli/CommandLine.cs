using System.CommandLine;
using System.CommandLine.Invocation;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli;

/// <summary>Runs one command line. A failure is one line on standard error.</summary>
internal static class CommandLine
{
    // A client's name may begin with @, which must not name a file. Without bundling, -h is a request for help only if it stands alone.
    private static readonly ParserConfiguration _parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(string[] args)
    {
        var interrupted = Interruption.Listen();
        using var lastError = new LastError();
#pragma warning disable CA2000 // Both streams belong to the process. To dispose of one writes to it, even after its reader has gone.
        var output = StandardStreams.OpenOutput();
        var errors = StandardStreams.OpenErrors();
#pragma warning restore CA2000
        var arguments = RootCommands.Create().Parse(args, _parser);
        try
        {
            if (arguments.Action is ParseErrorAction)
            {
                throw new RefusedException(UsageError.Describe(arguments));
            }

            // The tool handles signals and exceptions itself.
            var exitCode = await arguments.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = output,
                    Error = errors,
                },
                interrupted).ConfigureAwait(false);
            await output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception e)
        {
            StandardStreams.FlushIfPossible(output);
            var failure = Failure.Of(e, Database.Describe(arguments));
            await errors.WriteLineAsync(Printable.Line(failure.Line)).ConfigureAwait(false);
            if (arguments.GetValue(GlobalOptions.Verbose))
            {
                foreach (var line in lastError.Lines())
                {
                    await errors.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            return failure.ExitCode;
        }
    }
}
