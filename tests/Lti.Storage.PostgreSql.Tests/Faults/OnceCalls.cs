using System.Text.Json;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Lists the calls that must happen once.</summary>
internal static class OnceCalls
{
    public const string CompleteLaunch = "complete launch";

    /// <summary>Never batched.</summary>
    public const string ConsumeRegistration = "consume registration session";

    private const string NonceIsStored = "EXISTS (SELECT FROM nonces WHERE nonce = '{0}')";
    private const string NonceIsUsed = "EXISTS (SELECT FROM nonces WHERE nonce = '{0}' AND used_at IS NOT NULL)";
    private const string SessionIsThere = "EXISTS (SELECT FROM sessions WHERE id = '{0}')";

    public static IReadOnlyDictionary<string, OnceCall> All { get; } = new Dictionary<string, OnceCall>(StringComparer.Ordinal)
    {
        ["store nonce"] = new(
            NothingAsync,
            (storage, key) => WithoutConflictAsync(storage.StoreNonceAsync(key, cancellationToken: Token)),
            NonceIsStored),
        ["claim nonce"] = new(
            NothingAsync,
            async (storage, key) => await storage.ClaimNonceAsync(key, cancellationToken: Token),
            NonceIsStored),
        ["consume nonce"] = new(
            StoreAsync,
            async (storage, key) => await storage.ConsumeNonceAsync(key, Token) == NonceOutcome.Consumed,
            NonceIsUsed),
        [CompleteLaunch] = new(
            StoreAsync,
            async (storage, key) => await storage.CompleteLaunchAsync(key, Session(key), cancellationToken: Token) == NonceOutcome.Consumed,
            NonceIsUsed,
            SessionIsThere),
        ["begin login"] = new(
            NothingAsync,
            (storage, key) => WithoutConflictAsync(storage.BeginLoginAsync(Login(key), cancellationToken: Token)),
            NonceIsStored),
        ["complete login"] = new(
            (storage, key) => storage.BeginLoginAsync(Login(key), cancellationToken: Token),
            async (storage, key) => await storage.CompleteLaunchAsync(Login(key), Session(key), cancellationToken: Token) == NonceOutcome.Consumed,
            NonceIsUsed,
            SessionIsThere),
        ["add session"] = new(
            NothingAsync,
            (storage, key) => WithoutConflictAsync(storage.AddSessionAsync(Session(key), cancellationToken: Token)),
            SessionIsThere),
        ["delete session"] = new(
            (storage, key) => storage.AddSessionAsync(Session(key), cancellationToken: Token),
            async (storage, key) => await storage.DeleteSessionAsync(Guid.Parse(key), Token),
            "NOT EXISTS (SELECT FROM sessions WHERE id = '{0}')"),
        [ConsumeRegistration] = new(
            (storage, key) => storage.SaveRegistrationSessionAsync(LtiRegistrationSession.Create(Guid.Parse(key), JsonElement.Parse("{}"), "token"), cancellationToken: Token),
            async (storage, key) => await storage.ConsumeRegistrationSessionAsync(Guid.Parse(key), Token) is not null,
            "NOT EXISTS (SELECT FROM registration_sessions WHERE id = '{0}')"),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static ValueTask NothingAsync(ILtiStorage storage, string key) => ValueTask.CompletedTask;

    private static ValueTask StoreAsync(ILtiStorage storage, string key) => storage.StoreNonceAsync(key, cancellationToken: Token);

    private static LtiLogin Login(string key) => Sample.Login() with { State = $"state of {key}", Nonce = key };

    private static LtiSession Session(string key) => LtiSession.FromDocument(Guid.Parse(key), Sample.Session().Utf8Document.Span);

    private static async Task<bool> WithoutConflictAsync(ValueTask call)
    {
        try
        {
            await call;
            return true;
        }
        catch (LtiConflictException)
        {
            return false;
        }
    }
}
