using System.Collections.Concurrent;

namespace QuickStart.Platform;

/// <summary>Keeps the last launch of each platform, to show that the tool refuses its replay.</summary>
internal sealed class LastLaunches
{
    private readonly ConcurrentDictionary<string, (string Action, IReadOnlyList<(string Name, string Value)> Form)> _launches = new(StringComparer.Ordinal);

    public void Keep(string slug, string action, IReadOnlyList<(string Name, string Value)> form) => _launches[slug] = (action, form);

    public (string Action, IReadOnlyList<(string Name, string Value)> Form)? Find(string slug) => _launches.TryGetValue(slug, out var launch) ? launch : null;
}
