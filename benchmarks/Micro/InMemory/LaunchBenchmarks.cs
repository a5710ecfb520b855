using System.Collections.Concurrent;
using BenchmarkDotNet.Attributes;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Runs a launch in memory: store a nonce, find the launch configuration and complete the launch.</summary>
/// <remarks>The baseline is three concurrent dictionaries without expiry, filters and atomic completion.</remarks>
[MemoryDiagnoser]
public class LaunchBenchmarks
{
    private const int Launches = 20_000;

    private static readonly LaunchKey _key = new(Payload.Issuer, Payload.ClientId, Payload.DeploymentId);
    private static readonly string[] _nonces = [.. Enumerable.Range(0, Launches).Select(i => $"nonce-{i:D40}")];

    private LtiSession[] _launched = [];
    private InMemoryLtiStorage _storage = new();
    private ConcurrentDictionary<string, bool> _floorNonces = new(StringComparer.Ordinal);
    private ConcurrentDictionary<LaunchKey, LtiLaunchConfig> _floorConfigs = new();
    private ConcurrentDictionary<Guid, LtiSession> _floorSessions = new();

    [Params(1, 8)]
    public int ConcurrentCallers { get; set; }

    [IterationSetup]
    public void Setup()
    {
        var endpoints = new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/a", TokenUrl = "https://lms.example.edu/t", JwksUrl = "https://lms.example.edu/j" };
        _storage = new InMemoryLtiStorage();
        var config = _storage.SaveLaunchConfigAsync(_key, endpoints).AsTask().GetAwaiter().GetResult().Config;
        _floorNonces = new(StringComparer.Ordinal);
        _floorConfigs = new() { [_key] = config };
        _floorSessions = new();

        // A session keeps the values that were read from its document. Reused sessions would skip the reading.
        _launched = Stock.NewSessions(Launches);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Launches)]
    public void Dictionaries() => Callers.Run(ConcurrentCallers, Launches, i =>
    {
        _floorNonces.TryAdd(_nonces[i], value: false);
        _floorConfigs.TryGetValue(_key, out _);
        _floorNonces.TryUpdate(_nonces[i], newValue: true, comparisonValue: false);
        _floorSessions.TryAdd(_launched[i].Id, _launched[i]);
    });

    [Benchmark(OperationsPerInvoke = Launches)]
    public void InMemory() => Callers.Run(ConcurrentCallers, Launches, i =>
    {
        Complete(_storage.StoreNonceAsync(_nonces[i]));
        Complete(_storage.FindLaunchConfigAsync(_key));
        Complete(_storage.CompleteLaunchAsync(_nonces[i], _launched[i]));
    });

    // In memory every operation completes synchronously.
    private static void Complete(ValueTask task) => task.GetAwaiter().GetResult();

    private static void Complete<T>(ValueTask<T> task) => task.GetAwaiter().GetResult();
}
