using BenchmarkDotNet.Attributes;
using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Invalidates one client in a cache with few or many entries, as a notification does.</summary>
[MemoryDiagnoser, MinColumn]
public class CacheInvalidationBenchmarks
{
    private readonly InvalidationHub _hub = new();
    private ClientKey _client;

    [Params(1_000, 100_000)]
    public int Entries { get; set; }

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var cached = new InMemoryLtiStorage().WithCaching(new CachingOptions { LaunchConfigCapacity = 100_000 }, _hub);
        for (var i = 0; i < Entries; i++)
        {
            _client = (await cached.SaveLaunchConfigAsync(Keys.Launch(i), Keys.Endpoints)).Config.ClientKey;
            await cached.FindLaunchConfigAsync(Keys.Launch(i));
        }
    }

    [Benchmark]
    public void InvalidateOne() => _hub.ClientChanged(_client);
}
