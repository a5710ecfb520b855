namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Passes each lifetime through a function before the storage gets it. The functions here change nothing.</summary>
internal abstract class ChangedLifetimes(ILtiStorage inner) : DelegatingLtiStorage(inner)
{
    public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.StoreNonceAsync(nonce, Stored(lifetime), cancellationToken);

    public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.ClaimNonceAsync(nonce, Claimed(lifetime), cancellationToken);

    public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.BeginLoginAsync(login, Begun(lifetime), cancellationToken);

    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.AddSessionAsync(session, Added(lifetime), cancellationToken);

    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.RenewSessionAsync(id, Renewed(lifetime), cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.CompleteLaunchAsync(nonce, session, Launched(lifetime), cancellationToken);

    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.CompleteLaunchAsync(login, session, LaunchedByLogin(lifetime), cancellationToken);

    public override ValueTask SaveRegistrationSessionAsync(
        LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => Inner.SaveRegistrationSessionAsync(session, Registered(lifetime), cancellationToken);

    protected static TimeSpan? Capped(TimeSpan? lifetime, TimeSpan most) => lifetime > most ? most : lifetime;

    protected static TimeSpan? RoundedUp(TimeSpan? lifetime)
        => lifetime is { } given ? TimeSpan.FromSeconds(Math.Ceiling(given.TotalSeconds)) : null;

    protected virtual TimeSpan? Stored(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? Claimed(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? Begun(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? Added(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? Renewed(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? Launched(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? LaunchedByLogin(TimeSpan? lifetime) => lifetime;

    protected virtual TimeSpan? Registered(TimeSpan? lifetime) => lifetime;
}
