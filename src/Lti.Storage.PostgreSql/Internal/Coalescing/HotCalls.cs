using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Launches;
using Lti.Storage.PostgreSql.Internal.Nonces;
using Lti.Storage.PostgreSql.Internal.Sessions;

namespace Lti.Storage.PostgreSql.Internal.Coalescing;

/// <summary>The calls that launches wait for, which share statements where they come at once: each kind its own.</summary>
internal sealed class HotCalls
{
    private readonly StatementRunner _runner;
    private readonly SharedStatementRunner _sharedRunner;
    private readonly CoalescingLimits _limits;
    private readonly CoalescingMetrics _metrics;
    private readonly Dictionary<string, Func<int>> _waiting = new(StringComparer.Ordinal);

    /// <param name="schema">The quoted name of the schema.</param>
    /// <param name="useDefaultDeployment">Whether a launch configuration is found through <c>default</c> too (rule L1).</param>
    /// <param name="runner">Sends the statements of one call.</param>
    /// <param name="sharedRunner">Sends those of many.</param>
    /// <param name="limits">How far calls share statements.</param>
    /// <param name="metrics">What is measured.</param>
    public HotCalls(
        string schema,
        bool useDefaultDeployment,
        StatementRunner runner,
        SharedStatementRunner sharedRunner,
        CoalescingLimits limits,
        CoalescingMetrics metrics)
    {
        (_runner, _sharedRunner, _limits, _metrics) = (runner, sharedRunner, limits, metrics);
        var nonces = new SharedNonceStatements(schema, new NonceStatements(schema));
        var sessions = new SharedSessionStatements(schema, new SessionStatements(schema));
        var launches = new SharedLaunchStatements(schema, new LaunchStatements(schema));
        StoreNonce = Of(nonces.Store);
        ConsumeNonce = Of(nonces.Consume);
        ClaimNonce = Of(nonces.Claim);
        AddSession = Of(sessions.Add);
        FindSession = Of(sessions.Find);
        FindLaunchConfig = Of(useDefaultDeployment ? launches.FindExactOrDefault : launches.FindExact);
        CompleteLaunch = Of(launches.Complete);
        metrics.ObserveWaiting(_waiting);
    }

    public Coalescer<(string Nonce, TimeSpan Lifetime), bool> StoreNonce { get; }

    public Coalescer<string, NonceOutcome> ConsumeNonce { get; }

    public Coalescer<(string Nonce, TimeSpan Lifetime), bool> ClaimNonce { get; }

    public Coalescer<(LtiSession Session, TimeSpan Lifetime), bool> AddSession { get; }

    public Coalescer<(Guid Id, DateTimeOffset Now), LtiSession?> FindSession { get; }

    public Coalescer<LaunchKey, LtiLaunchConfig?> FindLaunchConfig { get; }

    public Coalescer<(string Nonce, LtiSession Session, TimeSpan Lifetime), NonceOutcome> CompleteLaunch { get; }

    private Coalescer<TArguments, TResult> Of<TArguments, TResult>(SharedStatement<TArguments, TResult> statement)
    {
        var calls = new Coalescer<TArguments, TResult>(statement, _runner, _sharedRunner, _limits, _metrics);
        _waiting[statement.Operation] = () => calls.Waiting;
        return calls;
    }
}
