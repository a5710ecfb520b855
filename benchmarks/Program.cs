using Lti.Storage.Benchmarks;
using Lti.Storage.PostgreSqlServer;

return await BenchmarkCommand.RunAsync(new Run(Console.Out, Console.Error, args, new ServerOptions()));
