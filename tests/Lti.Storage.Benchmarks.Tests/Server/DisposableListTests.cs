namespace Lti.Storage.Benchmarks.Tests;

public sealed class DisposableListTests
{
    [Fact]
    public async Task List_disposes_every_item_when_one_throws()
    {
        var disposed = new List<string>();
        var list = new DisposableList<Item>();
        foreach (var name in new[] { "first", "broken", "last" })
        {
            list.Add(new Item(name, disposed));
        }

        await Assert.ThrowsAsync<IOException>(async () => await list.DisposeAsync());

        Assert.Equal(["first", "last"], disposed, StringComparer.Ordinal);
    }

    private sealed class Item(string name, List<string> disposed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            if (name == "broken")
            {
                throw new IOException("The server is gone.");
            }

            disposed.Add(name);
            return ValueTask.CompletedTask;
        }
    }
}
