using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks;

/// <summary>A database of this run's own on the server, dropped when this is disposed.</summary>
internal sealed class ServerDatabase(TestDatabase database) : IAsyncDisposable
{
    private Operation? _resetFor;

    public BenchmarkDatabase Rows { get; } = new(database.ConnectionString);

    /// <summary>Makes its rows anew, once for each operation in turn.</summary>
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
