using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Lti.Storage.Testing;

/// <summary>Passes calls on and makes chosen ones fail, wait or hang before or after the operation.</summary>
/// <remarks>
/// For tests of code that uses a storage. Nothing sleeps: the test releases a held call. A fault applies to the next call of its operation.
/// Several faults apply in the order in which they were set.
/// </remarks>
/// <param name="inner">The storage that receives the calls.</param>
public sealed class FaultyStorage(ILtiStorage inner) : DelegatingLtiStorage(inner)
{
    private readonly List<(IReadOnlyCollection<string> Operations, FaultMoment Moment, HeldCall Call)> _faults = [];
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private Exception? _outage;

    /// <summary>Counts the calls of an operation including faulty ones.</summary>
    /// <param name="operation">The method's name, such as <c>nameof(ILtiStorage.FindSessionAsync)</c>.</param>
    /// <returns>The number of calls.</returns>
    public int CallsOf(string operation) => _calls.GetValueOrDefault(operation);

    /// <summary>Makes the next call of an operation fail.</summary>
    /// <param name="operation">The method's name.</param>
    /// <param name="moment">The moment of the failure.</param>
    /// <param name="error">The exception.</param>
    public void Fail(string operation, FaultMoment moment, Exception error) => Hold(operation, moment).Fail(error);

    /// <summary>Makes the next call of an operation wait until the test releases it.</summary>
    /// <param name="operation">The method's name.</param>
    /// <param name="moment">The moment of the wait.</param>
    /// <returns>The held call. If it is cancelled meanwhile, it ends.</returns>
    public HeldCall Hold(string operation, FaultMoment moment) => Hold([operation], moment);

    /// <summary>Makes the next call of any of these operations wait until the test releases it.</summary>
    /// <param name="operations">The methods' names.</param>
    /// <param name="moment">The moment of the wait.</param>
    /// <param name="heedsToken">True if a cancellation ends the wait. False for a call that hangs.</param>
    /// <returns>The held call.</returns>
    public HeldCall Hold(IReadOnlyCollection<string> operations, FaultMoment moment, bool heedsToken = true)
    {
        var held = new HeldCall(heedsToken);
        lock (_faults)
        {
            _faults.Add((operations, moment, held));
        }

        return held;
    }

    /// <summary>Makes every call fail before it is passed on until <see cref="EndOutage"/>.</summary>
    /// <param name="error">The exception.</param>
    public void BeginOutage(Exception error) => Volatile.Write(ref _outage, error);

    /// <summary>Passes calls on again.</summary>
    public void EndOutage() => Volatile.Write(ref _outage, value: null);

    /// <inheritdoc/>
    public override IAsyncEnumerable<LtiClient> ListClientsAsync(ClientKey? after = null, CancellationToken cancellationToken = default)
        => StreamAsync(Inner.ListClientsAsync(after, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiClient?> FindClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindClientAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsAsync(
        ClientKey id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindClientWithDeploymentsAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindClientAsync(issuer, clientId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<LtiClient>> FindClientsAsync(
        string issuer, string? deploymentId = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindClientsAsync(issuer, deploymentId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiClient> AddClientAsync(NewClient client, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.AddClientAsync(client, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiClient> UpdateClientAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.UpdateClientAsync(id, update, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.DeleteClientAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<LtiDeployment> ListDeploymentsAsync(
        ClientKey clientKey, DeploymentKey? after = null, DeploymentStatus? status = null, CancellationToken cancellationToken = default)
        => StreamAsync(Inner.ListDeploymentsAsync(clientKey, after, status, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiDeployment?> FindDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindDeploymentAsync(clientKey, id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindDeploymentByPlatformIdAsync(clientKey, deploymentId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiDeployment> AddDeploymentAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.AddDeploymentAsync(clientKey, deployment, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiDeployment> EnsureDeploymentAsync(
        ClientKey clientKey,
        string deploymentId,
        DeploymentStatus status = DeploymentStatus.Active,
        CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.EnsureDeploymentAsync(clientKey, deploymentId, status, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiDeployment> UpdateDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.UpdateDeploymentAsync(clientKey, id, update, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteDeploymentAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.DeleteDeploymentAsync(clientKey, id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<ResolvedLogin> ResolveLoginAsync(
        string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.ResolveLoginAsync(issuer, clientId, deploymentId, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.BeginLoginAsync(login, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindLoginAsync(state, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindLaunchAsync(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.SaveLaunchConfigAsync(key, endpoints, existing, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask StoreNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.StoreNonceAsync(nonce, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.ConsumeNonceAsync(nonce, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.ClaimNonceAsync(nonce, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask AddSessionAsync(LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.AddSessionAsync(session, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindSessionAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> RenewSessionAsync(Guid id, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.RenewSessionAsync(id, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.DeleteSessionAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<SessionSummary> ListSessionsAsync(
        SessionFilter filter, Guid? after = null, CancellationToken cancellationToken = default)
        => StreamAsync(Inner.ListSessionsAsync(filter, after, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long> DeleteSessionsAsync(SessionFilter filter, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.DeleteSessionsAsync(filter, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask SaveRegistrationSessionAsync(
        LtiRegistrationSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.SaveRegistrationSessionAsync(session, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiRegistrationSession?> FindRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.FindRegistrationSessionAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(
        Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.ConsumeRegistrationSessionAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<bool> DeleteRegistrationSessionAsync(Guid id, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.DeleteRegistrationSessionAsync(id, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<NonceOutcome> CompleteLaunchAsync(
        LtiLogin login, LtiSession session, TimeSpan? lifetime = null, CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.CompleteLaunchAsync(login, session, lifetime, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        => RunAsync(() => Inner.CleanupAsync(cancellationToken), cancellationToken);

    private async ValueTask<T> RunAsync<T>(
        Func<ValueTask<T>> call, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
    {
        var fault = Begin(operation);
        if (fault is (FaultMoment.Before, var before))
        {
            await before.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        var answer = await call().ConfigureAwait(false);
        if (fault is (FaultMoment.After, var after))
        {
            await after.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    private async ValueTask RunAsync(Func<ValueTask> call, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
        => await RunAsync(
            async () =>
            {
                await call().ConfigureAwait(false);
                return true;
            },
            cancellationToken,
            operation).ConfigureAwait(false);

    private async IAsyncEnumerable<T> StreamAsync<T>(
        IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken, [CallerMemberName] string operation = "")
    {
        var fault = Begin(operation);
        if (fault is (FaultMoment.Before, var before))
        {
            await before.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        await foreach (var item in items.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }

        if (fault is (FaultMoment.After, var after))
        {
            await after.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private (FaultMoment Moment, HeldCall Call)? Begin(string operation)
    {
        _calls.AddOrUpdate(operation, 1, static (_, calls) => calls + 1);
        if (Volatile.Read(ref _outage) is { } error)
        {
            throw error;
        }

        lock (_faults)
        {
            var next = _faults.FindIndex(fault => fault.Operations.Contains(operation, StringComparer.Ordinal));
            if (next < 0)
            {
                return null;
            }

            var (_, moment, call) = _faults[next];
            _faults.RemoveAt(next);
            return (moment, call);
        }
    }
}
