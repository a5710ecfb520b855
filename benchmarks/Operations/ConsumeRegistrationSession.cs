namespace Lti.Storage.Benchmarks;

/// <summary>Consumes a registration session of 1 KB.</summary>
internal sealed class ConsumeRegistrationSession() : Operation<LtiRegistrationSession?>("consume-registration-session")
{
    private Guid[] _ids = [];

    public override int MaxCalls => 20_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
        => rows.AddRegistrationSessionsAsync(_ids = Stock.NewIds(calls), cancellationToken);

    protected override ValueTask<LtiRegistrationSession?> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
        => contender.ConsumeRegistrationSessionAsync(_ids[call], cancellationToken);

    protected override bool IsRight(LtiRegistrationSession? answer) => answer is not null;
}
