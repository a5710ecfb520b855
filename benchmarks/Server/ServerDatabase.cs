using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks;

/// <summary>A database of this run's own on the server, dropped when this is disposed.</summary>
internal sealed class ServerDatabase(TestDatabase database) : IAsyncDisposable
{
    public BenchmarkDatabase Rows { get; } = new(database.ConnectionString);

    public async ValueTask DisposeAsync()
    {
        await Rows.DisposeAsync();
        await database.DisposeAsync();
    }
}
