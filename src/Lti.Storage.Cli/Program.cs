using Lti.Storage.Cli;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
