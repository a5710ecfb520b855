namespace Lti.Storage.Conformance.Samples;

/// <summary>Describes an operation that sets a lifetime.</summary>
/// <param name="Name">The operation.</param>
/// <param name="Default">Returns the option that applies without a lifetime.</param>
/// <param name="BeginAsync">Runs the operation and returns a check that tells whether its entry is unexpired.</param>
internal sealed record Lifetime(
    string Name, Func<LtiStorageOptions, TimeSpan> Default, Func<ILtiStorage, TimeSpan?, Task<Func<Task<bool>>>> BeginAsync)
{
    private static readonly TimeSpan _longest = LtiLimits.MaxLifetime;

    public static IReadOnlyList<Lifetime> All { get; } =
    [
        new("StoreNonce", Nonces, async (storage, lifetime) =>
        {
            var nonce = Any.Nonce();
            await storage.StoreNonceAsync(nonce, lifetime);
            return async () => await storage.ConsumeNonceAsync(nonce) is NonceOutcome.Consumed or NonceOutcome.AlreadyUsed;
        }),
        new("ClaimNonce", Nonces, async (storage, lifetime) =>
        {
            var nonce = Any.Nonce();
            await storage.ClaimNonceAsync(nonce, lifetime);
            return async () => await storage.ConsumeNonceAsync(nonce) == NonceOutcome.AlreadyUsed;
        }),
        new("BeginLogin", Nonces, async (storage, lifetime) =>
        {
            var login = Any.Login();
            await storage.BeginLoginAsync(login, lifetime);
            return async () => await storage.FindLoginAsync(login.State) is not null;
        }),
        new("AddSession", Sessions, async (storage, lifetime) =>
        {
            var session = Any.Session();
            await storage.AddSessionAsync(session, lifetime);
            return async () => await storage.FindSessionAsync(session.Id) is not null;
        }),
        new("RenewSession", Sessions, async (storage, lifetime) =>
        {
            var session = Any.Session();
            await storage.AddSessionAsync(session, TimeSpan.FromSeconds(1));
            await storage.RenewSessionAsync(session.Id, lifetime);
            return async () => await storage.FindSessionAsync(session.Id) is not null;
        }),
        new("CompleteLaunch", Sessions, async (storage, lifetime) =>
        {
            var (nonce, session) = (Any.Nonce(), Any.Session());
            await storage.StoreNonceAsync(nonce, _longest);
            await storage.CompleteLaunchAsync(nonce, session, lifetime);
            return async () => await storage.FindSessionAsync(session.Id) is not null;
        }),
        new("CompleteLaunch by login", Sessions, async (storage, lifetime) =>
        {
            var (login, session) = (Any.Login(), Any.Session());
            await storage.BeginLoginAsync(login, _longest);
            await storage.CompleteLaunchAsync(login, session, lifetime);
            return async () => await storage.FindSessionAsync(session.Id) is not null;
        }),
        new("SaveRegistrationSession", static options => options.RegistrationSessionLifetime, async (storage, lifetime) =>
        {
            var registration = Any.Registration(Guid.NewGuid());
            await storage.SaveRegistrationSessionAsync(registration, lifetime);
            return async () => await storage.FindRegistrationSessionAsync(registration.Id) is not null;
        }),
    ];

    public override string ToString() => Name;

    private static TimeSpan Nonces(LtiStorageOptions options) => options.NonceLifetime;

    private static TimeSpan Sessions(LtiStorageOptions options) => options.SessionLifetime;
}
