using Lti.Storage.InMemory.Internal;
using Microsoft.Extensions.Options;

namespace Lti.Storage.InMemory;

/// <summary>Stores everything in the memory of this process, for tests, development and as an example of a provider.</summary>
/// <remarks>
/// <para>
/// It keeps every rule of the contract and is exact under concurrency: one lock guards all data. No call holds the lock while it waits. The
/// clock is a <see cref="System.TimeProvider"/>, so that a test can advance the time. The data are lost when the process ends.
/// </para>
/// <para>
/// A find of one entry is O(1) and a change is O(log n). Finds that return several entries, and pages of a listing, are O(log n) and read
/// the entries that they return, besides expired ones. A filter reads only sessions of its issuer, client, deployment or user. A filter
/// with a user and more reads all sessions of that user.
/// </para>
/// <para>Expired entries count as absent and stay in memory until the next cleanup.</para>
/// </remarks>
public sealed class InMemoryLtiStorage : LtiStorageProvider, ICleanupBacklog, IToolKeyStorage, IAccessTokenStorage, IPlatformKeySetStorage
{
    private const int PageSize = 128;

    private readonly Lock _gate = new();
    private readonly ClientTable _clients = new();
    private readonly NonceTable _nonces = new();
    private readonly SessionTable _sessions = new();
    private readonly RegistrationTable _registrations = new();
    private readonly ToolKeyTable _toolKeys = new();
    private readonly AccessTokenTable _accessTokens = new();
    private readonly PlatformKeySetTable _keySets = new();
    private readonly CleanupLoop _cleanup;

    /// <summary>Creates an empty storage.</summary>
    /// <param name="options">The options. Null means the defaults.</param>
    /// <param name="timeProvider">The storage's clock (rule E7). Null means the system clock.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range. The message names the range.</exception>
    public InMemoryLtiStorage(LtiStorageOptions? options = null, TimeProvider? timeProvider = null)
        : base(options, timeProvider) => _cleanup = new CleanupLoop(Options.CleanupBatchSize);

    /// <summary>Returns <c>in_memory</c>: OpenTelemetry's conventions have no name for memory.</summary>
    public override string DatabaseSystemName => "in_memory";

    /// <inheritdoc/>
    public ValueTask<TimeSpan> GetBacklogAgeAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<TimeSpan>(cancellationToken) : Run(now =>
        {
            // Min of nullable values ignores null.
            var first = new[]
            {
                _nonces.FirstExpiry,
                _sessions.FirstExpiry,
                _registrations.FirstExpiry,
                _accessTokens.FirstExpiry,
                _keySets.FirstExpiry,
            }.Min() ?? now;
            return first < now ? now - first : TimeSpan.Zero;
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
        => Run(_toolKeys.List, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddNextToolKeyAsync(
        NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
    {
        RequireStorableToolKey(key);
        RequireToolKeyId(after ?? key.KeyId);
        RequireToolKeyPeriod(announceFor);
        RequireToolKeyPeriod(rotateEvery);
        return Run(now => _toolKeys.TryAddNext(key, after, announceFor, rotateEvery, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
    {
        RequireStorableToolKey(key);
        RequireToolKeyPeriod(announceFor);
        return Run(now => _toolKeys.Import(key, announceFor, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        RequireToolKeyId(keyId);
        return Run(now => _toolKeys.Revoke(keyId, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
    {
        RequireToolKeyPeriod(retireFor);
        return Run(now => _toolKeys.DeleteRetired(retireFor, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenLease(request, leaseId, leeway, leaseFor);
        return Run(
            now => _accessTokens.Lease(
                FindClient(request) ?? throw LtiNotFoundException.ForClient(request.Issuer, request.ClientId),
                request,
                leaseId,
                leeway,
                leaseFor,
                now),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StoreAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
    {
        RequireStorableAccessToken(request, leaseId, token);
        return Run(
            now => FindClient(request) is { } client && _accessTokens.Store(client, request, leaseId, token, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenId(request, leaseId);
        RequireAccessTokenPeriod(retryAfter);
        return Run(
            now => FindClient(request) is { } client && _accessTokens.Release(client, request, leaseId, retryAfter, now),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> InvalidateAccessTokenAsync(
        AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenId(request, tokenId);
        return Run(now => FindClient(request) is { } client && _accessTokens.Invalidate(client, request, tokenId, now), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AccessTokenSummary> ListAccessTokensAsync(
        ClientKey? client = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ListAsync(
            (last, now) => _accessTokens.List(client, last, now),
            static row => (row.Client.Value, row.RequestId),
            default((Guid, string)?),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ClearAccessTokensAsync(ClientKey? client = null, CancellationToken cancellationToken = default)
        => Run(now => _accessTokens.Clear(client, now), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
        string jwksUrl,
        Guid leaseId,
        TimeSpan leaseFor,
        Guid? knownSetId = null,
        bool needsAnother = false,
        CancellationToken cancellationToken = default)
    {
        var id = RequirePlatformKeySetLease(jwksUrl, leaseId, leaseFor);
        return Run(now => _keySets.Lease(id, leaseId, leaseFor, knownSetId, needsAnother, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StorePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
    {
        var id = RequireStorablePlatformKeySet(jwksUrl, leaseId, keySet);
        return Run(now => _keySets.Store(id, leaseId, keySet, now), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleasePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        var id = RequirePlatformKeySetRelease(jwksUrl, leaseId, retryAfter);
        return Run(now => _keySets.Release(id, leaseId, retryAfter, now), cancellationToken);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiClient> ListClientsCoreAsync(ClientKey? after, CancellationToken cancellationToken)
        => ListAsync((last, _) => _clients.After(last), static client => client.Id, after, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(id)?.Client, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(
        ClientKey id, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(id) is { } found
            ? new ClientWithDeployments(found.Client, Array.AsReadOnly([.. found.DeploymentsAfter(id: null)]))
            : null, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(
        string issuer, string? deploymentId, CancellationToken cancellationToken)
        => Run(_ => _clients.FindAll(issuer, deploymentId), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(issuer, clientId)?.Client, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken)
        => Run(now => _clients.Add(client, now).Client, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> UpdateClientCoreAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken)
        => Run(_ => _clients.Update(id, update), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => Run(
            now =>
            {
                _accessTokens.Clear(id, now);
                return _clients.Remove(id);
            },
            cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(
        ClientKey clientKey, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
        => ListAsync(
            (last, _) => _clients.Find(clientKey)?.DeploymentsAfter(last).Where(found => status is null || found.Status == status) ?? [],
            static found => found.Id,
            after,
            cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(clientKey)?.Find(id), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(clientKey)?.Find(deploymentId), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> AddDeploymentCoreAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken)
        => Run(now => _clients.Get(clientKey).Add(deployment, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken)
        => Run(now => _clients.Get(clientKey).Ensure(deploymentId, status, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(clientKey) is { } client && client.Find(id) is { } deployment
            ? client.Update(deployment, update)
            : throw new LtiNotFoundException(LtiEntity.Deployment, id.Value), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken) => Run(_ =>
    {
        if (_clients.Find(clientKey) is not { } client || client.Find(id) is not { } deployment)
        {
            return false;
        }

        client.Remove(deployment);
        return true;
    }, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask BeginLoginCoreAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now => _nonces.Begin(login, now, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiLogin?> FindLoginCoreAsync(string state, CancellationToken cancellationToken)
        => Run(now => _nonces.FindLogin(state, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiLaunch> FindLaunchCoreAsync(LaunchKey key, CancellationToken cancellationToken)
        => Run(_ => _clients.Find(key.Issuer, key.ClientId)?.FindLaunch(key.DeploymentId, Options.UseDefaultDeployment)
            ?? LtiLaunch.Decide(client: null, exact: null, byDefault: null), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<SavedLaunchConfig> SaveLaunchConfigCoreAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken)
        => Run(now => _clients.Save(key, endpoints, existing, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now =>
        {
            if (!_nonces.TryStore(nonce, used: false, now, lifetime))
            {
                throw LtiConflictException.ForNonce();
            }
        }, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken)
        => Run(now => _nonces.Consume(nonce, state: null, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now => _nonces.TryStore(nonce, used: true, now, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now => _sessions.Add(session, now, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Run(now => _sessions.Find(id, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now => _sessions.Renew(id, now, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Run(now => _sessions.Remove(id, now), cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(
        SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => ListAsync((last, now) => _sessions.List(filter, last, now), static found => found.Id, after, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken)
        => Run(now => _sessions.Remove(filter, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask SaveRegistrationSessionCoreAsync(
        LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now => _registrations.Save(session, now, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Run(now => _registrations.Find(id, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Run(now => _registrations.Remove(id, now), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Run(now => _registrations.Remove(id, now) is not null, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(now => _nonces.Consume(nonce, state: null, now, together: () => _sessions.Add(session, now, lifetime)), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(
            now => _nonces.Consume(login.Nonce, login.State, now, together: () => _sessions.Add(session, now, lifetime)),
            cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken)
        => _cleanup.RunAsync((kind, _) => RemoveExpiredAsync(kind), progress: null, cancellationToken);

    private ClientKey? FindClient(AccessTokenRequest request) => _clients.Find(request.Issuer, request.ClientId)?.Client.Id;

    /// <summary>Runs an operation under the lock. An expected error goes into the task, as in an asynchronous provider.</summary>
    /// <remarks>A call whose token is cancelled while it waits for the lock does nothing (rule E5).</remarks>
    private ValueTask<T> Run<T>(Func<DateTimeOffset, T> operation, CancellationToken cancellationToken)
    {
        try
        {
            lock (_gate)
            {
                // The clock is read under the lock, so that outcomes agree with the order of the calls.
                var now = TimeProvider.GetUtcNow();
                return cancellationToken.IsCancellationRequested
                    ? ValueTask.FromCanceled<T>(cancellationToken)
                    : new ValueTask<T>(operation(now));
            }
        }
        catch (LtiStorageException e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    private ValueTask Run(Action<DateTimeOffset> operation, CancellationToken cancellationToken)
    {
        var running = Run(
            now =>
            {
                operation(now);
                return true;
            },
            cancellationToken);
        return running.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(running.AsTask());
    }

    /// <summary>Lists page by page. The lock is free while the caller's loop body runs.</summary>
    /// <remarks>Each page shows one moment.</remarks>
    private IAsyncEnumerable<T> ListAsync<TKey, T>(
        Func<TKey?, DateTimeOffset, IEnumerable<T>> list, Func<T, TKey> idOf, TKey? after, CancellationToken cancellationToken)
        where TKey : struct
        => KeysetPages.ListAsync(
            (last, token) => Run<IReadOnlyList<T>>(now => list(last, now).Take(PageSize).ToList(), token),
            idOf,
            after,
            PageSize,
            cancellationToken);

    /// <summary>Removes a batch of expired entries under the lock.</summary>
    /// <remarks>A batch that waits for the lock has begun. The loop looks at the token after it.</remarks>
    private ValueTask<long> RemoveExpiredAsync(CleanupKind kind) => Run(
        now =>
        {
            var removed = 0L;
            while (removed < Options.CleanupBatchSize && RemoveExpired(kind, now))
            {
                removed++;
            }

            return removed;
        },
        CancellationToken.None);

    private bool RemoveExpired(CleanupKind kind, DateTimeOffset now) => kind switch
    {
        CleanupKind.Nonces => _nonces.RemoveExpired(now),
        CleanupKind.Sessions => _sessions.RemoveExpired(now),
        CleanupKind.RegistrationSessions => _registrations.RemoveExpired(now),
        CleanupKind.AccessTokens => _accessTokens.RemoveExpired(now),
        _ => _keySets.RemoveExpired(now),
    };
}
