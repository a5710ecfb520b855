using System.Collections.Concurrent;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

/// <summary>What a generated sequence runs on: an environment, keys that nothing else there uses, and the ids that its names stand for.</summary>
internal sealed class Subject(StorageEnvironment environment)
{
    private readonly string _prefix = Any.Key("run");
    private readonly ConcurrentDictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    public StorageEnvironment Environment { get; } = environment;

    public string Issuer(string name) => $"https://{_prefix}.example.edu/{name}";

    public string Key(string name) => $"{_prefix}-{name}";

    public string Nonce(string name) => $"{ConformanceFixture.Canary}-{Key(name)}";

    /// <summary>The id that a name stands for: what was last learnt, else one that nothing has.</summary>
    public Guid Id(string name) => _ids.GetOrAdd(name, _ => Guid.NewGuid());

    public void Learn(string name, Guid id) => _ids[name] = id;
}
