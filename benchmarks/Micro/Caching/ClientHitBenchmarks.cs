using BenchmarkDotNet.Attributes;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the cached finds of a login and of a launch: the client, the lists of its issuer and the launch.</summary>
[MemoryDiagnoser, MinColumn]
public class ClientHitBenchmarks
{
    private readonly ILtiStorage _cached = new InMemoryLtiStorage().WithCaching();
    private LaunchKey _key;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        for (var i = 0; i < 500; i++)
        {
            _key = Keys.Launch(i);
            await _cached.SaveLaunchConfigAsync(_key, Keys.Endpoints);
            await _cached.FindClientAsync(_key.Issuer, _key.ClientId);
            await _cached.FindClientsAsync(_key.Issuer);
            await _cached.FindClientsAsync(_key.Issuer, _key.DeploymentId);
            await _cached.FindLaunchAsync(_key);
        }

        // A request brings its own strings. They are equal to those of the entry but not the same objects.
        _key = new(new string(_key.Issuer), new string(_key.ClientId), new string(_key.DeploymentId));
    }

    [Benchmark(Baseline = true)]
    public LtiLaunch Launch() => _cached.FindLaunchAsync(_key).Result;

    [Benchmark]
    public LtiClient? Client() => _cached.FindClientAsync(_key.Issuer, _key.ClientId).Result;

    [Benchmark]
    public IReadOnlyList<LtiClient> ClientsOfTheIssuer() => _cached.FindClientsAsync(_key.Issuer).Result;

    [Benchmark]
    public IReadOnlyList<LtiClient> ClientsWithTheDeployment() => _cached.FindClientsAsync(_key.Issuer, _key.DeploymentId).Result;

    [Benchmark]
    public ResolvedLogin Login() => _cached.ResolveLoginAsync(_key.Issuer, _key.ClientId).Result;
}
