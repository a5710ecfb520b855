using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks;

/// <summary>A run of a mode: where it writes, what it was asked for, and the server that it may start.</summary>
/// <param name="Output">Where figures go.</param>
/// <param name="Error">Where a reason goes, one line.</param>
/// <param name="Arguments">As they were given.</param>
/// <param name="ServerOptions">How a server is found.</param>
internal sealed record Run(TextWriter Output, TextWriter Error, IReadOnlyList<string> Arguments, ServerOptions ServerOptions)
{
    public Task<BenchmarkServer> StartServerAsync(int connections, CancellationToken cancellationToken)
        => BenchmarkServer.StartAsync(ServerOptions, connections, cancellationToken);

    /// <summary>Says what is measured, on what, and how long it takes.</summary>
    public async Task BeginAsync(string title, BenchmarkServer? server, TimeSpan expected)
    {
        await Output.WriteLineAsync($"## {title}\n");
        await Output.WriteLineAsync(Circumstances.Describe(Arguments, server));
        await Output.WriteLineAsync($"It takes about {(expected < TimeSpan.FromMinutes(2) ? $"{expected.TotalSeconds:F0} seconds" : $"{expected.TotalMinutes:F0} minutes")}.\n");
    }

    public Task EndAsync() => Output.WriteLineAsync($"Load average at the end: {Circumstances.Load}.\n");
}
