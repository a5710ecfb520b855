using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Finds one launch configuration among many and compares it with a dictionary look-up.</summary>
[MemoryDiagnoser]
public class FindLaunchConfigBenchmarks
{
    private readonly InMemoryLtiStorage _storage = new();
    private readonly ConcurrentDictionary<LaunchKey, LtiLaunchConfig> _dictionary = new();
    private LaunchKey _exact;
    private LaunchKey _throughDefault;

    [Params(1_000, 100_000)]
    public int Clients { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var endpoints = new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/a", TokenUrl = "https://lms.example.edu/t", JwksUrl = "https://lms.example.edu/j" };
        for (var i = 0; i < Clients; i++)
        {
            _exact = new LaunchKey(Payload.Issuer, $"client-{i}", LtiDeployment.DefaultDeploymentId);
            _dictionary[_exact] = (await _storage.SaveLaunchConfigAsync(_exact, endpoints)).Config;
        }

        _throughDefault = _exact with { DeploymentId = "not stored" };
    }

    [Benchmark(Baseline = true)]
    public LtiLaunchConfig Dictionary() => _dictionary[_exact];

    [Benchmark]
    public LtiLaunchConfig? Exact() => _storage.FindLaunchConfigAsync(_exact).GetAwaiter().GetResult();

    [Benchmark]
    public LtiLaunchConfig? ThroughDefault() => _storage.FindLaunchConfigAsync(_throughDefault).GetAwaiter().GetResult();
}
