// Copy the idea: an administrator sees what a registration wanted to change. A real tool stores it and sends an alert.
using Lti.Storage;

namespace QuickStart.Registration;

/// <summary>Keeps the last registrations that would have changed the addresses of a client.</summary>
internal sealed class RefusedRegistrations(TimeProvider clock)
{
    private const int Kept = 20;

    private readonly Lock _lock = new();
    private readonly Queue<Attempt> _attempts = new(Kept);

    /// <summary>The last attempts with the newest first.</summary>
    public IReadOnlyList<Attempt> Latest
    {
        get
        {
            lock (_lock)
            {
                return [.. _attempts.Reverse()];
            }
        }
    }

    public void Add(LtiClient client, LtiEndpoints wanted)
    {
        var attempt = new Attempt(clock.GetUtcNow(), client.Issuer, client.ClientId, [.. Differences(client.Endpoints, wanted)]);
        lock (_lock)
        {
            if (_attempts.Count == Kept)
            {
                _attempts.Dequeue();
            }

            _attempts.Enqueue(attempt);
        }
    }

    /// <summary>Describes each address that differs: the one that is there and the other.</summary>
    public static IEnumerable<string> Differences(LtiEndpoints one, LtiEndpoints other)
        => ((string Name, string? One, string? Other)[])
        [
            ("authorization", one.AuthorizationUrl, other.AuthorizationUrl),
            ("token", one.TokenUrl, other.TokenUrl),
            ("key set", one.JwksUrl, other.JwksUrl),
            ("token audience", one.TokenAudience, other.TokenAudience),
        ]
        is var members ? members.Where(member => member.One != member.Other).Select(member => $"{member.Name}: {member.One ?? "none"} → {member.Other ?? "none"}") : [];

    internal sealed record Attempt(DateTimeOffset At, string Issuer, string ClientId, IReadOnlyList<string> Changes);
}
