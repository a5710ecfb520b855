using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>Builds a session from claims and reads one back. The baseline parses the claims with System.Text.Json.</summary>
[MemoryDiagnoser]
public class SessionBenchmarks
{
    private readonly InMemoryLtiStorage _storage = new();
    private Guid _id;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        var session = Payload.Session();
        _id = session.Id;
        await _storage.AddSessionAsync(session);
    }

    [Benchmark(Baseline = true)]
    public JsonElement Parse() => JsonElement.Parse(Payload.Claims);

    [Benchmark]
    public LtiSession FromClaims() => LtiSession.FromClaims(Payload.Claims, Payload.ClientId);

    [Benchmark]
    public LtiSession? Find() => _storage.FindSessionAsync(_id).GetAwaiter().GetResult();

    [Benchmark]
    public string? FindAndReadUser() => _storage.FindSessionAsync(_id).GetAwaiter().GetResult()?.User.Name;
}
