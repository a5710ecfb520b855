using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks;

/// <summary>A database of the run. It is dropped on disposal.</summary>
internal sealed class ServerDatabase(TestDatabase database) : IAsyncDisposable
{
    private Operation? _resetFor;

    public BenchmarkDatabase Rows { get; } = new(database.ConnectionString);

    /// <summary>Replaces its rows. It runs once per operation.</summary>
    public async Task ResetAsync(Operation operation, CancellationToken cancellationToken)
    {
        if (_resetFor != operation)
        {
            await Rows.ResetAsync(cancellationToken);
            _resetFor = operation;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Rows.DisposeAsync();
        }
        finally
        {
            await database.DisposeAsync();
        }
    }
}
