using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks;

/// <summary>Holds the writers, the arguments and the server options of a run.</summary>
/// <param name="Output">The writer of the figures.</param>
/// <param name="Error">The writer of the error line.</param>
/// <param name="Arguments">The arguments as given.</param>
/// <param name="ServerOptions">The options for finding a server.</param>
internal sealed record Run(TextWriter Output, TextWriter Error, IReadOnlyList<string> Arguments, ServerOptions ServerOptions)
{
    public Task<BenchmarkServer> StartServerAsync(int connections, CancellationToken cancellationToken)
        => BenchmarkServer.StartAsync(ServerOptions, connections, cancellationToken);

    /// <summary>Prints the title, the conditions and the expected duration.</summary>
    public async Task BeginAsync(string title, BenchmarkServer? server, TimeSpan expected)
    {
        await Output.WriteLineAsync($"## {title}\n");
        await Output.WriteLineAsync(Circumstances.Describe(Arguments, server));
        await Output.WriteLineAsync($"It takes about {(expected < TimeSpan.FromMinutes(2) ? $"{expected.TotalSeconds:F0} seconds" : $"{expected.TotalMinutes:F0} minutes")}.\n");
    }

    public Task EndAsync() => Output.WriteLineAsync($"Load average at the end: {Circumstances.Load}.\n");
}
