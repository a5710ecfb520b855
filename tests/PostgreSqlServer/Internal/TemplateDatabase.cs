namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Fills one database of a server on first use and copies it for each test.</summary>
internal sealed class TemplateDatabase(Administrator administrator) : IAsyncDisposable
{
    private readonly SemaphoreSlim _first = new(1);
    private TestDatabase? _template;

    /// <summary>Creates a copy. The first call fills the template, and later calls ignore <paramref name="fill"/>.</summary>
    public async Task<TestDatabase> CopyAsync(Func<TestDatabase, Task> fill, CancellationToken cancellationToken)
    {
        await _first.WaitAsync(cancellationToken);
        try
        {
            _template ??= await FillAsync(fill, cancellationToken);
        }
        finally
        {
            _first.Release();
        }

        return await TestDatabase.CreateAsync(administrator, _template.Name, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_template is not null)
        {
            await _template.DisposeAsync();
        }

        _first.Dispose();
    }

    private async Task<TestDatabase> FillAsync(Func<TestDatabase, Task> fill, CancellationToken cancellationToken)
    {
        var database = await TestDatabase.CreateAsync(administrator, cancellationToken);
        try
        {
            await fill(database);
            await database.CloseAsync(cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
