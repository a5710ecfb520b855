using BenchmarkDotNet.Attributes;
using Npgsql;
using NpgsqlTypes;

namespace Lti.Storage.Benchmarks;

/// <summary>Takes the claims of a launch to the parameter that PostgreSQL stores. The baseline only copies the claims.</summary>
[MemoryDiagnoser]
public class SessionParameterBenchmarks
{
    private LtiSession _session = null!;

    [GlobalSetup]
    public void Setup() => _session = Payload.Session();

    [Benchmark(Baseline = true)]
    public byte[] CopyClaims() => Payload.Claims.ToArray();

    /// <summary>Copies the stored document: the least that a session needs.</summary>
    [Benchmark]
    public byte[] CopyDocument() => _session.Utf8Document.ToArray();

    [Benchmark]
    public LtiSession FromClaims() => Payload.Session();

    [Benchmark]
    public NpgsqlParameter ToParameter() => new NpgsqlParameter<ReadOnlyMemory<byte>>
    {
        TypedValue = Payload.Session().Utf8Document,
        NpgsqlDbType = NpgsqlDbType.Jsonb,
    };

    /// <summary>Reads the user of a session that came from the storage.</summary>
    [Benchmark]
    public string? ReadUser() => LtiSession.FromDocument(_session.Id, _session.Utf8Document.Span).User.Name;
}
