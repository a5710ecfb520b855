namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Storing a new nonce.</summary>
public class StoreNonceBenchmarks : StatementBenchmarks
{
    private string[] _nonces = [];

    private protected override Task PrepareAsync()
    {
        _nonces = NewNonces();
        return Task.CompletedTask;
    }

    private protected override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.StoreNonceAsync(_nonces[i], Lifetime));
}
