namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Using up a nonce that is stored.</summary>
public class ConsumeNonceBenchmarks : StatementBenchmarks
{
    private string[] _nonces = [];

    internal override Task PrepareAsync() => Database.AddNoncesAsync(_nonces = NewNonces());

    internal override Task RunAsync(IContender contender)
        => Callers.RunAsync(CallersAtOnce, Calls, i => contender.ConsumeNonceAsync(_nonces[i]), outcome => outcome == NonceOutcome.Consumed);
}
