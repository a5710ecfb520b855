using BenchmarkDotNet.Attributes;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the time from a change until another node is notified. The baseline is the change alone.</summary>
[MemoryDiagnoser]
public class ReportBenchmarks : IInvalidationListener
{
    // More than a hundred changes in a quarter of a second are merged into one notification.
    private const int Changes = 50;
    private readonly TimeSpan _rest = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim _heard = new(0);
    private PostgreSqlLtiStorage? _writer;
    private PostgreSqlLtiStorage? _other;
    private ClientKey _client;
    private int _name;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        await using var database = new BenchmarkDatabase(SharedDatabase.ConnectionString);
        await database.ResetAsync();
        _writer = new PostgreSqlLtiStorage(database.ConnectionString);
        _other = new PostgreSqlLtiStorage(database.ConnectionString);
        var config = (await _writer.SaveLaunchConfigAsync(
            new LaunchKey(Payload.Issuer, Payload.ClientId, Payload.DeploymentId),
            new LtiEndpoints { AuthorizationUrl = "https://lms.example.edu/a", TokenUrl = "https://lms.example.edu/t", JwksUrl = "https://lms.example.edu/j" })).Config;
        _client = config.ClientKey;

        // The first notification says that the listener is connected.
        _other.Subscribe(this);
        await _heard.WaitAsync();
    }

    [IterationSetup]
    public void Rest() => Task.Delay(_rest, TimeProvider.System).GetAwaiter().GetResult();

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _other!.DisposeAsync();
        await _writer!.DisposeAsync();
        _heard.Dispose();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Changes)]
    public Task Change() => RunAsync(awaitReport: false);

    [Benchmark(OperationsPerInvoke = Changes)]
    public Task ChangeHeardByAnotherNode() => RunAsync(awaitReport: true);

    void IInvalidationListener.ClientChanged(ClientKey clientKey) => _heard.Release();

    void IInvalidationListener.SessionDeleted(Guid sessionId)
    {
    }

    void IInvalidationListener.EverythingChanged() => _heard.Release();

    private async Task RunAsync(bool awaitReport)
    {
        for (var i = 0; i < Changes; i++)
        {
            await _writer!.UpdateClientAsync(_client, new ClientUpdate { Name = $"LMS {++_name}" });
            if (awaitReport)
            {
                await _heard.WaitAsync();
            }
        }
    }
}
