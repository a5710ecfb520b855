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

    /// <param name="args">The words after the tool's name.</param>
    /// <param name="host">The streams and the settings of the run.</param>
    /// <param name="cancellationToken">Asks the command to end.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, ToolHost host, CancellationToken cancellationToken)
    {
        using var lastError = new LastError();
        var arguments = RootCommands.Create().Parse(args, _parser);
        try
        {
            if (arguments.Action is ParseErrorAction)
            {
                throw new RefusedException(UsageError.Describe(arguments));
            }

            var exitCode = await arguments.InvokeAsync(host, cancellationToken).ConfigureAwait(false);
            await host.Output.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            return exitCode;
        }
        catch (Exception e)
        {
            StandardStreams.FlushIfPossible(host.Output);
            var failure = Failure.Of(e, Database.Describe(arguments, host));
            await host.Error.WriteLineAsync(Printable.Line(failure.Line)).ConfigureAwait(false);
            if (arguments.GetValue(GlobalOptions.Verbose))
            {
                foreach (var line in lastError.Lines())
                {
                    await host.Error.WriteLineAsync(line).ConfigureAwait(false);
                }
            }

            return failure.ExitCode;
        }
    }
}
