namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Claiming a new nonce: storing it as used.</summary>
public class ClaimNonceBenchmarks : StatementBenchmarks
{
    private string[] _nonces = [];

    internal override Task PrepareAsync()
    {
        _nonces = NewNonces();
        return Task.CompletedTask;
    }

    internal override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.ClaimNonceAsync(_nonces[i], Lifetime), claimed => claimed);
}
