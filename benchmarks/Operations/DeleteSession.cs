namespace Lti.Storage.Benchmarks;

/// <summary>Deletes a session, as a logout does. Other nodes are notified.</summary>
internal sealed class DeleteSession() : Operation<bool>("delete-session")
{
    private Guid[] _ids = [];

    public override int MaxCalls => 20_000;

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
        => rows.AddSessionsAsync(_ids = Stock.NewIds(calls), cancellationToken);

    protected override ValueTask<bool> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
        => contender.DeleteSessionAsync(_ids[call], cancellationToken);

    protected override bool IsRight(bool answer) => answer;
}
