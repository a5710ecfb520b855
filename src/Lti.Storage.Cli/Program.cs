using Lti.Storage.Cli;

var interrupted = Interruption.Listen();
return await CommandLine.RunAsync(args, ToolHost.OfProcess(), interrupted).ConfigureAwait(false);
