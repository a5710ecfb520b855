using System.Collections.Concurrent;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Model;

/// <summary>Holds the environment, the unique keys and the named ids of a generated sequence.</summary>
internal sealed class Subject(StorageEnvironment environment)
{
    private readonly string _prefix = Any.Key("run");
    private readonly ConcurrentDictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    public StorageEnvironment Environment { get; } = environment;

    public string Issuer(string name) => $"https://{_prefix}.example.edu/{name}";

    public string Key(string name) => $"{_prefix}-{name}";

    public string Nonce(string name) => $"{ConformanceFixture.Canary}-{Key(name)}";

    /// <summary>Returns the id of a name: the last known one or a new one.</summary>
    public Guid Id(string name) => _ids.GetOrAdd(name, _ => Guid.NewGuid());

    /// <summary>Returns the key of a client's name: the last known one or a new one.</summary>
    public ClientKey ClientKey(string name) => new(Id(name));

    /// <summary>Returns the key of a deployment's name: the last known one or a new one.</summary>
    public DeploymentKey DeploymentKey(string name) => new(Id(name));

    public void Learn(string name, ClientKey key) => _ids[name] = key.Value;

    public void Learn(string name, DeploymentKey key) => _ids[name] = key.Value;
}
