using System.Runtime.CompilerServices;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Stores nothing and records the calls. Each answer is a completed task of its own.</summary>
internal sealed class RecordingProvider(LtiStorageOptions? options = null, TimeProvider? timeProvider = null)
    : LtiStorageProvider(options, timeProvider)
{
    public List<CoreCall> Calls { get; } = [];

    public LtiStorageOptions OwnOptions => Options;

    public TimeProvider OwnTimeProvider => TimeProvider;

    protected override IAsyncEnumerable<LtiClient> ListClientsCoreAsync(ClientKey? after, CancellationToken cancellationToken)
        => Stream<LtiClient>([after, cancellationToken]);

    protected override ValueTask<LtiClient?> FindClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => Answer<LtiClient?>([id, cancellationToken]);

    protected override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => Answer<ClientWithDeployments?>([id, cancellationToken]);

    protected override ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(
        string issuer, string? deploymentId, CancellationToken cancellationToken)
        => Answer<IReadOnlyList<LtiClient>>([issuer, deploymentId, cancellationToken], []);

    protected override ValueTask<LtiClient?> FindClientCoreAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => Answer<LtiClient?>([issuer, clientId, cancellationToken]);

    protected override ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken)
        => Answer<LtiClient>([client, cancellationToken]);

    protected override ValueTask<LtiClient> UpdateClientCoreAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken)
        => Answer<LtiClient>([id, update, cancellationToken]);

    protected override ValueTask<bool> DeleteClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => Answer<bool>([id, cancellationToken]);

    protected override IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(
        ClientKey clientKey, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
        => Stream<LtiDeployment>([clientKey, after, status, cancellationToken]);

    protected override ValueTask<LtiDeployment?> FindDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => Answer<LtiDeployment?>([clientKey, id, cancellationToken]);

    protected override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken)
        => Answer<LtiDeployment?>([clientKey, deploymentId, cancellationToken]);

    protected override ValueTask<LtiDeployment> AddDeploymentCoreAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken)
        => Answer<LtiDeployment>([clientKey, deployment, cancellationToken]);

    protected override ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken)
        => Answer<LtiDeployment>([clientKey, deploymentId, status, cancellationToken]);

    protected override ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken)
        => Answer<LtiDeployment>([clientKey, id, update, cancellationToken]);

    protected override ValueTask<bool> DeleteDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => Answer<bool>([clientKey, id, cancellationToken]);

    protected override ValueTask BeginLoginCoreAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer([login, lifetime, cancellationToken]);

    protected override ValueTask<LtiLogin?> FindLoginCoreAsync(string state, CancellationToken cancellationToken)
        => Answer<LtiLogin?>([state, cancellationToken]);

    protected override ValueTask<LtiLaunch> FindLaunchCoreAsync(LaunchKey key, CancellationToken cancellationToken)
        => Answer<LtiLaunch>([key, cancellationToken]);

    protected override ValueTask<SavedLaunchConfig> SaveLaunchConfigCoreAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken)
        => Answer<SavedLaunchConfig>([key, endpoints, existing, cancellationToken]);

    protected override ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer([nonce, lifetime, cancellationToken]);

    protected override ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken)
        => Answer<NonceOutcome>([nonce, cancellationToken]);

    protected override ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer<bool>([nonce, lifetime, cancellationToken]);

    protected override ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer([session, lifetime, cancellationToken]);

    protected override ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Answer<LtiSession?>([id, cancellationToken]);

    protected override ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer<bool>([id, lifetime, cancellationToken]);

    protected override ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Answer<bool>([id, cancellationToken]);

    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(
        SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => Stream<SessionSummary>([filter, after, cancellationToken]);

    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken)
        => Answer<long>([filter, cancellationToken]);

    protected override ValueTask SaveRegistrationSessionCoreAsync(
        LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer([session, lifetime, cancellationToken]);

    protected override ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Answer<LtiRegistrationSession?>([id, cancellationToken]);

    protected override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Answer<LtiRegistrationSession?>([id, cancellationToken]);

    protected override ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => Answer<bool>([id, cancellationToken]);

    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer<NonceOutcome>([nonce, session, lifetime, cancellationToken]);

    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Answer<NonceOutcome>([login, session, lifetime, cancellationToken]);

    protected override ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken)
        => Answer<CleanupResult>([cancellationToken]);

    private ValueTask Answer(object?[] arguments, [CallerMemberName] string name = "")
    {
        var answer = new TaskCompletionSource();
        answer.SetResult();
        return Note(new ValueTask(answer.Task), arguments, name);
    }

    private ValueTask<T> Answer<T>(object?[] arguments, T? value = default, [CallerMemberName] string name = "")
    {
        var answer = new TaskCompletionSource<T>();
        answer.SetResult(value!);
        return Note(new ValueTask<T>(answer.Task), arguments, name);
    }

    private IAsyncEnumerable<T> Stream<T>(object?[] arguments, [CallerMemberName] string name = "")
        => Note(AsyncEnumerable.Empty<T>(), arguments, name);

    private T Note<T>(T answer, object?[] arguments, string name)
    {
        Calls.Add(new CoreCall(name, arguments, answer));
        return answer;
    }
}
