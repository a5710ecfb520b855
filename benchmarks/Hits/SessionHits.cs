using Lti.Storage.Caching;
using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks;

/// <summary>A session, found by its id.</summary>
internal readonly struct SessionHits : IHits
{
    private readonly ILtiStorage _cached;
    private readonly OtherCaches<Guid, LtiSession> _others;
    private readonly Guid _id;

    private SessionHits(ILtiStorage cached, OtherCaches<Guid, LtiSession> others, Guid id) => (_cached, _others, _id) = (cached, others, id);

    public static async Task<SessionHits> CreateAsync()
    {
        var cached = new InMemoryLtiStorage().WithCaching(new CachingOptions { SessionLifetime = TimeSpan.FromHours(24) });
        var others = new OtherCaches<Guid, LtiSession>();
        var id = Guid.Empty;
        for (var i = 0; i < OtherCaches<Guid, LtiSession>.Capacity / 2; i++)
        {
            var session = Payload.Session();
            id = session.Id;
            await cached.AddSessionAsync(session);
            await cached.FindSessionAsync(id);
            await others.AddAsync(id, id, id.ToString(), session);
        }

        return new(cached, others, id);
    }

    public bool TryGet() => _others.TryGet(_id, out var session) && session is not null;

    public bool TryGetExpiring() => _others.TryGetExpiring(_id, out var session) && session is not null;

    public bool Cached() => _cached.FindSessionAsync(_id).Result is not null;

    public bool MemoryCache() => _others.MemoryCache(_id, out var session) && session is not null;

    public bool HybridCache() => _others.HybridCache(_id.ToString()) is not null;

    public bool FusionCache() => _others.FusionCache(_id.ToString()) is not null;
}
