using System.Collections.Immutable;

namespace Lti.Storage.InMemory.Internal;

/// <summary>
/// The deployments of a client by id; a change makes another. In a sorted set, since a sorted dictionary does not tell where an id would be, and a
/// listing that goes on after one would count its way there.
/// </summary>
internal sealed class DeploymentsById
{
    private readonly ImmutableSortedSet<Entry> _entries;

    private DeploymentsById(ImmutableSortedSet<Entry> entries) => _entries = entries;

    public static DeploymentsById Empty { get; } = new(
        ImmutableSortedSet.Create<Entry>(Comparer<Entry>.Create(static (one, other) => one.Id.CompareTo(other.Id))));

    public IEnumerable<LtiDeployment> All => _entries.Select(static entry => entry.Deployment!);

    public LtiDeployment? Find(Guid id) => _entries.TryGetValue(new Entry(id), out var found) ? found.Deployment : null;

    public DeploymentsById Add(LtiDeployment deployment) => new(_entries.Add(new Entry(deployment.Id, deployment)));

    public DeploymentsById Remove(Guid id) => new(_entries.Remove(new Entry(id)));

    /// <summary>The ids after one, or all, in order.</summary>
    public IEnumerable<Guid> IdsAfter(Guid? after)
    {
        for (var i = after is { } id ? _entries.FirstAfter(new Entry(id)) : 0; i < _entries.Count; i++)
        {
            yield return _entries[i].Id;
        }
    }

    /// <summary>A deployment, or its place alone.</summary>
    private readonly record struct Entry(Guid Id, LtiDeployment? Deployment = null);
}
