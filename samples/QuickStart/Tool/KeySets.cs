// Copy this file: it fetches the key sets of platforms within bounds.
using System.Collections.Concurrent;
using Microsoft.IdentityModel.Tokens;

namespace QuickStart.Tool;

/// <summary>Fetches a platform's key set from the registered URL and keeps it.</summary>
/// <remarks>
/// <para>
/// The URL comes from a registration, and a junk token needs no more than a known client to make the tool fetch it. So the size, the time and
/// the number of keys are bounded, redirects are not followed, and a set is fetched at most once in <see cref="MinimumInterval"/>: an unknown
/// key id costs no request. Concurrent callers share one fetch. A set that can't be fetched again stays in use for a day.
/// </para>
/// <para>A real tool on many nodes may keep the sets in a cache that all share.</para>
/// </remarks>
internal sealed class KeySets(IHttpClientFactory http, TimeProvider clock) : IKeySets
{
    public const string HttpClientName = "platform key sets";

    /// <summary>The most platforms whose sets are kept.</summary>
    public const int MaxSets = 1000;

    public const int MaxKeys = 100;

    public static readonly TimeSpan MinimumInterval = TimeSpan.FromSeconds(30);

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    // A platform that is down for long may have revoked its keys.
    private static readonly TimeSpan _lifetimeInOutage = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    public async Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken)
    {
        if (_entries.Count >= MaxSets && !_entries.ContainsKey(jwksUrl))
        {
            _entries.Clear();
        }

        var entry = _entries.GetOrAdd(jwksUrl, static _ => new Entry());
        var age = clock.GetUtcNow() - entry.FetchedAt;
        var key = age < _lifetimeInOutage ? entry.Find(keyId) : null;
        if (key is not null && age < _lifetime)
        {
            return key;
        }

        if (await entry.FetchOnceAsync(() => FetchAsync(jwksUrl), clock).WaitAsync(cancellationToken) is { } failure && key is null)
        {
            throw new RequestRefusedException(StatusCodes.Status400BadRequest, $"{failure} The id_token can't be verified.");
        }

        return entry.Find(keyId);
    }

    // A caller that leaves does not end the fetch of the others. The timeout does.
    private async Task<IReadOnlyList<SecurityKey>> FetchAsync(string jwksUrl)
    {
        const string What = "The platform's key set";
        using var late = new CancellationTokenSource(Timeout, clock);
        try
        {
            using var client = http.CreateClient(HttpClientName);
            using var response = await client.GetAsync(new Uri(jwksUrl), HttpCompletionOption.ResponseHeadersRead, late.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw RequestRefusedException.BadRequest($"{What} can't be read. The answer's status is {(int)response.StatusCode}.");
            }

            await using var body = await response.Content.ReadAsStreamAsync(late.Token);
            var utf8 = await BoundedBody.ReadAsync(body, What, late.Token);
            var set = new JsonWebKeySet(System.Text.Encoding.UTF8.GetString(utf8));
            // The tool accepts RS256 only. Keys of other kinds are none for it.
            return set.Keys.Count <= MaxKeys ? [.. set.GetSigningKeys().OfType<RsaSecurityKey>()] : throw RequestRefusedException.BadRequest($"{What} has more than {MaxKeys} keys.");
        }
        catch (OperationCanceledException)
        {
            throw RequestRefusedException.BadRequest($"{What} took longer than {Timeout.TotalSeconds} seconds.");
        }
        catch (Exception e) when (e is not RequestRefusedException)
        {
            // Whatever a stranger sends is no fault of this program. The reason would tell about hosts behind the firewall.
            throw RequestRefusedException.BadRequest($"{What} can't be read.");
        }
    }

    /// <summary>A platform's key set, and the fetch that all callers share.</summary>
    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private volatile IReadOnlyList<SecurityKey> _keys = [];
        private Task<string?>? _fetch;
        private DateTimeOffset? _askedAt;

        public DateTimeOffset FetchedAt { get; private set; } = DateTimeOffset.MinValue;

        public SecurityKey? Find(string keyId) => _keys.FirstOrDefault(key => key.KeyId == keyId);

        /// <summary>Fetches the set unless that was done a moment ago. Returns the reason of a failure.</summary>
        public Task<string?> FetchOnceAsync(Func<Task<IReadOnlyList<SecurityKey>>> fetchAsync, TimeProvider clock)
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                if (_fetch is null || (_fetch.IsCompleted && now - _askedAt >= MinimumInterval))
                {
                    _askedAt = now;
                    _fetch = RunAsync(fetchAsync, now);
                }

                return _fetch;
            }
        }

        private async Task<string?> RunAsync(Func<Task<IReadOnlyList<SecurityKey>>> fetchAsync, DateTimeOffset now)
        {
            try
            {
                _keys = await fetchAsync();
                FetchedAt = now;
                return null;
            }
            catch (RequestRefusedException e)
            {
                return e.Message;
            }
        }
    }
}

/// <summary>Finds public keys of platforms.</summary>
internal interface IKeySets
{
    /// <summary>Finds a key in a platform's key set by its id. Returns null when the set has no such key.</summary>
    Task<SecurityKey?> FindAsync(string jwksUrl, string keyId, CancellationToken cancellationToken);
}
