using Lti.Storage.Benchmarks;
using Lti.Storage.PostgreSqlServer;

return args is [FirstLaunch.Argument, var contender]
    ? await FirstLaunch.RunAsync(contender, Console.Out, Console.Error)
    : await BenchmarkCommand.RunAsync(new Run(Console.Out, Console.Error, args, new ServerOptions()));
