using System.Runtime.CompilerServices;
using Lti.Storage.InMemory.Internal;
using Microsoft.Extensions.Options;

namespace Lti.Storage.InMemory;

/// <summary>
/// Keeps everything in this process's memory: for unit tests, development and tools on a single node. It keeps every rule of the contract, is
/// exact under concurrency and takes a <see cref="System.TimeProvider"/>, so that a test lets time pass without waiting. What it holds is gone
/// when the process ends.
/// </summary>
/// <remarks>
/// Finds and nonces are O(1), and adding or deleting a session is O(log n), without a lock that all share. A listing or a deletion by filter is
/// O(result): it looks at no session of another issuer, client, deployment or user. (With a user and more given it looks at all sessions of that
/// user.) A page of a listing is found at its place. A change of a registration is O(log n). Expired entries are answered as absent at once and
/// leave the memory with the next cleanup.
/// </remarks>
public sealed class InMemoryLtiStorage : LtiStorageProvider
{
    private readonly ClientRegistry _registry = new();
    private readonly ClientTable _clients;
    private readonly DeploymentTable _deployments;
    private readonly NonceTable _nonces;
    private readonly SessionTable _sessions;
    private readonly RegistrationTable _registrations;
    private readonly Cleanup _cleanup;

    /// <summary>Creates an empty storage.</summary>
    /// <param name="options">The options, or null for the defaults.</param>
    /// <param name="timeProvider">The storage's clock (rule E7), or null for the system's.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names the range.</exception>
    public InMemoryLtiStorage(LtiStorageOptions? options = null, TimeProvider? timeProvider = null)
        : base(options, timeProvider)
    {
        _clients = new ClientTable(_registry, TimeProvider);
        _deployments = new DeploymentTable(_registry, TimeProvider);
        _nonces = new NonceTable(TimeProvider);
        _sessions = new SessionTable(TimeProvider);
        _registrations = new RegistrationTable(TimeProvider);
        _cleanup = new Cleanup(TimeProvider, Options.CleanupBatchSize);
    }

    /// <summary><c>in_memory</c>: OpenTelemetry's conventions have no name for memory.</summary>
    public override string DatabaseSystemName => "in_memory";

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiClient> ListClientsCoreAsync(Guid? after, CancellationToken cancellationToken)
        => Stream(() => _clients.List(after), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_registry.Find(id)?.Client);

    /// <inheritdoc/>
    protected override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_registry.Find(id) is { } found ? new ClientWithDeployments(found.Client, Array.AsReadOnly([.. found.Deployments.All])) : null);

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(string issuer, string? clientId, CancellationToken cancellationToken)
        => new(_registry.Find(issuer, clientId));

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken)
        => Run(() => _clients.Add(client));

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> UpdateClientCoreAsync(Guid id, ClientUpdate update, CancellationToken cancellationToken)
        => Run(() => _clients.Update(id, update));

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteClientCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_clients.Delete(id));

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(Guid ltiClientId, Guid? after, CancellationToken cancellationToken)
        => Stream(() => _deployments.List(ltiClientId, after), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentCoreAsync(Guid ltiClientId, Guid id, CancellationToken cancellationToken)
        => new(_deployments.Find(ltiClientId, id));

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(Guid ltiClientId, string deploymentId, CancellationToken cancellationToken)
        => new(_deployments.Find(ltiClientId, deploymentId));

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> AddDeploymentCoreAsync(Guid ltiClientId, NewDeployment deployment, CancellationToken cancellationToken)
        => Run(() => _deployments.Add(ltiClientId, deployment));

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(Guid ltiClientId, string deploymentId, CancellationToken cancellationToken)
        => Run(() => _deployments.Ensure(ltiClientId, deploymentId));

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(Guid ltiClientId, Guid id, DeploymentUpdate update, CancellationToken cancellationToken)
        => Run(() => _deployments.Update(ltiClientId, id, update));

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteDeploymentCoreAsync(Guid ltiClientId, Guid id, CancellationToken cancellationToken)
        => new(_deployments.Delete(ltiClientId, id));

    /// <inheritdoc/>
    protected override ValueTask<LtiLaunchConfig?> FindLaunchConfigCoreAsync(LaunchKey key, CancellationToken cancellationToken)
        => new(_registry.FindConfig(key, Options.UseDefaultDeployment));

    /// <inheritdoc/>
    protected override ValueTask<LtiLaunchConfig> SaveLaunchConfigCoreAsync(LaunchKey key, PlatformEndpoints endpoints, CancellationToken cancellationToken)
        => new(_clients.Save(key, endpoints, _deployments));

    /// <inheritdoc/>
    protected override ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => _nonces.TryStore(nonce, lifetime, used: false) ? ValueTask.CompletedTask : ValueTask.FromException(LtiConflictException.ForNonce());

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken)
        => new(_nonces.Consume(nonce));

    /// <inheritdoc/>
    protected override ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => new(_nonces.TryStore(nonce, lifetime, used: true));

    /// <inheritdoc/>
    protected override ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => _sessions.TryAdd(session, lifetime) ? ValueTask.CompletedTask : ValueTask.FromException(LtiConflictException.ForSession(session.Id));

    /// <inheritdoc/>
    protected override ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_sessions.Find(id));

    /// <inheritdoc/>
    protected override ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken)
        => new(_sessions.Renew(id, lifetime));

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_sessions.Delete(id));

    /// <inheritdoc/>
    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => Stream(() => _sessions.List(filter, after), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken)
        => new(_sessions.Delete(filter));

    /// <inheritdoc/>
    protected override ValueTask SaveRegistrationSessionCoreAsync(LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        _registrations.Save(session, lifetime);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_registrations.Find(id));

    /// <inheritdoc/>
    protected override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_registrations.Remove(id));

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => new(_registrations.Remove(id) is not null);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Run(() => _nonces.Consume(nonce, together: () => _sessions.Add(session, lifetime)));

    /// <inheritdoc/>
    protected override ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken)
        => _cleanup.RunAsync(_nonces, _sessions, _registrations, cancellationToken);

    /// <summary>Puts an expected error into the task, as an asynchronous provider does.</summary>
    private static ValueTask<T> Run<T>(Func<T> operation)
    {
        try
        {
            return new ValueTask<T>(operation());
        }
        catch (LtiStorageException e)
        {
            return ValueTask.FromException<T>(e);
        }
    }

    /// <summary>Begins at the first step, as an asynchronous provider does, and looks at the token at each.</summary>
    private static async IAsyncEnumerable<T> Stream<T>(Func<IEnumerable<T>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var item in list())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
