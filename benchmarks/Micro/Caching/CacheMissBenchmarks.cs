using BenchmarkDotNet.Attributes;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the cost of a cache miss over the in-memory provider.</summary>
/// <remarks>The session is not stored. The launch configuration was invalidated just before by a notification.</remarks>
[MemoryDiagnoser, MinColumn]
public class CacheMissBenchmarks
{
    private static readonly Guid _unknown = Guid.NewGuid();

    private readonly InMemoryLtiStorage _memory = new();
    private readonly InvalidationHub _hub = new();
    private readonly ILtiStorage _cached;
    private LaunchKey _launch;
    private ClientKey _client;

    public CacheMissBenchmarks() => _cached = _memory.WithCaching(invalidation: _hub);

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _launch = Keys.Launch(0);
        _client = (await _cached.SaveLaunchConfigAsync(_launch, Keys.Endpoints)).Config.ClientKey;
    }

    [Benchmark(Baseline = true)]
    public LtiSession? InMemory() => _memory.FindSessionAsync(_unknown).Result;

    [Benchmark]
    public LtiSession? Cached() => _cached.FindSessionAsync(_unknown).Result;

    [Benchmark]
    public LtiLaunchConfig? InMemoryLaunch() => _memory.FindLaunchConfigAsync(_launch).Result;

    [Benchmark]
    public LtiLaunchConfig? CachedLaunch()
    {
        _hub.ClientChanged(_client);
        return _cached.FindLaunchConfigAsync(_launch).Result;
    }
}
