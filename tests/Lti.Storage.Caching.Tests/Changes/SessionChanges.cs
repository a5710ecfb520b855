using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>Every change of the answer to a session id.</summary>
internal static class SessionChanges
{
    private static readonly TimeSpan _longer = TimeSpan.FromDays(30);

    public static IReadOnlyList<SessionChange> All { get; } =
    [
        new("stored, deleted", IsStored: true, (storage, session) => storage.DeleteSessionAsync(session.Id).AsTask()),
        new("stored, deleted by filter", IsStored: true,
            (storage, session) => storage.DeleteSessionsAsync(new SessionFilter { Issuer = session.Platform.Issuer! }).AsTask()),
        new("stored, renewed", IsStored: true, (storage, session) => storage.RenewSessionAsync(session.Id, _longer).AsTask()),
        new("not stored, added", IsStored: false, (storage, session) => storage.AddSessionAsync(session).AsTask()),
        new("not stored, launch completed", IsStored: false, async (storage, session) =>
        {
            var nonce = Any.Nonce();
            await storage.StoreNonceAsync(nonce);
            await storage.CompleteLaunchAsync(nonce, session);
        }),
        new("not stored, launch of a login completed", IsStored: false, async (storage, session) =>
        {
            var login = LtiLogin.Create(session.Platform.Issuer!, session.Platform.ClientId!);
            await storage.BeginLoginAsync(login);
            await storage.CompleteLaunchAsync(login, session);
        }),
    ];

    /// <summary>The operations of these changes.</summary>
    public static IReadOnlyCollection<string> Operations { get; } =
    [
        nameof(ILtiStorage.DeleteSessionAsync), nameof(ILtiStorage.DeleteSessionsAsync), nameof(ILtiStorage.RenewSessionAsync),
        nameof(ILtiStorage.AddSessionAsync), nameof(ILtiStorage.CompleteLaunchAsync),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(change => change.Name)];

    public static SessionChange Of(string name) => All.Single(change => change.Name == name);
}
