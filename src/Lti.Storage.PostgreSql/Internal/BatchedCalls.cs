using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Launches;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Lti.Storage.PostgreSql.Internal.Sessions;

namespace Lti.Storage.PostgreSql.Internal;

/// <summary>The calls that launches wait for, which share statements where they come at once: each kind its own.</summary>
internal sealed class BatchedCalls
{
    private readonly StatementRunner _runner;
    private readonly BatchRunner _sharedRunner;
    private readonly BatchLimits _limits;
    private readonly BatchMetrics _metrics;
    private readonly Dictionary<string, Func<int>> _waiting = new(StringComparer.Ordinal);

    /// <param name="schema">The quoted name of the schema.</param>
    /// <param name="useDefaultDeployment">Whether a launch configuration is found through <c>default</c> too (rule L1).</param>
    /// <param name="runner">Sends the statements of one call.</param>
    /// <param name="sharedRunner">Sends those of many.</param>
    /// <param name="limits">How far calls share statements.</param>
    /// <param name="metrics">What is measured.</param>
    public BatchedCalls(
        string schema,
        bool useDefaultDeployment,
        StatementRunner runner,
        BatchRunner sharedRunner,
        BatchLimits limits,
        BatchMetrics metrics)
    {
        (_runner, _sharedRunner, _limits, _metrics) = (runner, sharedRunner, limits, metrics);
        var nonces = new BatchedNonceStatements(schema, new NonceStatements(schema));
        var sessions = new BatchedSessionStatements(schema, new SessionStatements(schema));
        var launches = new BatchedLaunchStatements(schema, new LaunchStatements(schema));
        StoreNonce = Create(nonces.Store);
        ConsumeNonce = Create(nonces.Consume);
        ClaimNonce = Create(nonces.Claim);
        AddSession = Create(sessions.Add);
        FindSession = Create(sessions.Find);
        DeleteSession = Create(sessions.Delete);
        FindLaunchConfig = Create(useDefaultDeployment ? launches.FindExactOrDefault : launches.FindExact);
        CompleteLaunch = Create(launches.Complete);
        metrics.ObserveWaiting(_waiting);
    }

    public Batcher<(string Nonce, TimeSpan Lifetime), bool> StoreNonce { get; }

    public Batcher<string, NonceOutcome> ConsumeNonce { get; }

    public Batcher<(string Nonce, TimeSpan Lifetime), bool> ClaimNonce { get; }

    public Batcher<(LtiSession Session, TimeSpan Lifetime), bool> AddSession { get; }

    public Batcher<(Guid Id, DateTimeOffset Now), LtiSession?> FindSession { get; }

    public Batcher<Guid, bool> DeleteSession { get; }

    public Batcher<LaunchKey, LtiLaunchConfig?> FindLaunchConfig { get; }

    public Batcher<(string Nonce, LtiSession Session, TimeSpan Lifetime), NonceOutcome> CompleteLaunch { get; }

    private Batcher<TArguments, TResult> Create<TArguments, TResult>(BatchedStatement<TArguments, TResult> statement)
    {
        var calls = new Batcher<TArguments, TResult>(statement, _runner, _sharedRunner, _limits, _metrics);
        _waiting[statement.Operation] = () => calls.Waiting;
        return calls;
    }
}
