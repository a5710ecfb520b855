namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Storing a new nonce.</summary>
public class StoreNonceBenchmarks : StatementBenchmarks
{
    private string[] _nonces = [];

    internal override Task PrepareAsync()
    {
        _nonces = NewNonces();
        return Task.CompletedTask;
    }

    internal override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.StoreNonceAsync(_nonces[i], Lifetime));
}
