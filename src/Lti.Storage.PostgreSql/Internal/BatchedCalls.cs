using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Launches;
using Lti.Storage.PostgreSql.Internal.Logins;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Lti.Storage.PostgreSql.Internal.Sessions;

namespace Lti.Storage.PostgreSql.Internal;

/// <summary>Composes the batched operations of logins, launches and pages.</summary>
internal sealed class BatchedCalls
{
    private readonly StatementRunner _runner;
    private readonly BatchRunner _batches;
    private readonly BatchLimits _limits;
    private readonly AnsweredCallers _callers;
    private readonly BatchMetrics _metrics;
    private readonly CancellationToken _disposed;
    private readonly Dictionary<string, Func<int>> _waiting = new(StringComparer.Ordinal);

    /// <param name="schema">The quoted name of the schema.</param>
    /// <param name="clients">The statements of clients.</param>
    /// <param name="logins">The statements of logins.</param>
    /// <param name="useDefaultDeployment">Whether a launch is found through <c>default</c> too (rule L1).</param>
    /// <param name="runner">Sends the statements of single calls.</param>
    /// <param name="batches">Sends the statements of batches.</param>
    /// <param name="limits">The limits of batches.</param>
    /// <param name="callers">Knows when a call is held.</param>
    /// <param name="metrics">Counts batches and waits.</param>
    /// <param name="disposed">Cancelled when the storage is disposed.</param>
    public BatchedCalls(
        string schema,
        ClientStatements clients,
        LoginStatements logins,
        bool useDefaultDeployment,
        StatementRunner runner,
        BatchRunner batches,
        BatchLimits limits,
        AnsweredCallers callers,
        BatchMetrics metrics,
        CancellationToken disposed)
    {
        (_runner, _batches, _limits, _callers, _metrics, _disposed) = (runner, batches, limits, callers, metrics, disposed);
        var nonces = new NonceStatements(schema);
        var sessions = new SessionStatements(schema);
        var launches = new LaunchStatements(schema);
        FindClient = Create(clients.Find);
        FindClients = Create(clients.FindAll);
        FindDeployedClients = Create(clients.FindDeployed);
        BeginLogin = Create(logins.Begin);
        FindLogin = Create(logins.Find);
        StoreNonce = Create(nonces.Store);
        ConsumeNonce = Create(nonces.Consume);
        ClaimNonce = Create(nonces.Claim);
        AddSession = Create(sessions.Add);
        FindSession = Create(sessions.Find);
        DeleteSession = Create(sessions.Delete);
        FindLaunch = Create(useDefaultDeployment ? launches.FindExactOrDefault : launches.FindExact);
        CompleteLaunch = Create(launches.Complete);
        metrics.ObserveWaiting(_waiting);
    }

    public Batcher<(string Issuer, string ClientId), LtiClient?> FindClient { get; }

    public Batcher<string, IReadOnlyList<LtiClient>> FindClients { get; }

    public Batcher<(string Issuer, string DeploymentId), IReadOnlyList<LtiClient>> FindDeployedClients { get; }

    public Batcher<(LtiLogin Login, ReadOnlyMemory<byte> Document, TimeSpan Lifetime), bool> BeginLogin { get; }

    public Batcher<(string State, DateTimeOffset Now), LtiLogin?> FindLogin { get; }

    public Batcher<(string Nonce, TimeSpan Lifetime), bool> StoreNonce { get; }

    public Batcher<string, NonceOutcome> ConsumeNonce { get; }

    public Batcher<(string Nonce, TimeSpan Lifetime), bool> ClaimNonce { get; }

    public Batcher<(LtiSession Session, TimeSpan Lifetime), bool> AddSession { get; }

    public Batcher<(Guid Id, DateTimeOffset Now), LtiSession?> FindSession { get; }

    public Batcher<Guid, bool> DeleteSession { get; }

    public Batcher<LaunchKey, LtiLaunch> FindLaunch { get; }

    public Batcher<(string Nonce, string? State, LtiSession Session, TimeSpan Lifetime), NonceOutcome> CompleteLaunch { get; }

    private Batcher<TArguments, TResult> Create<TArguments, TResult>(BatchedStatement<TArguments, TResult> statement)
    {
        var calls = new Batcher<TArguments, TResult>(statement, _runner, _batches, _limits, _callers, _metrics);
        _waiting[statement.Operation] = () => calls.Waiting;
        _disposed.UnsafeRegister(static calls => ((Batcher<TArguments, TResult>)calls!).EndWaiting(), calls);
        return calls;
    }
}
