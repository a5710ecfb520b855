namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Claiming a new nonce: storing it as used.</summary>
public class ClaimNonceBenchmarks : StatementBenchmarks
{
    private string[] _nonces = [];

    private protected override Task PrepareAsync()
    {
        _nonces = NewNonces();
        return Task.CompletedTask;
    }

    private protected override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.ClaimNonceAsync(_nonces[i], Lifetime), claimed => claimed);
}
