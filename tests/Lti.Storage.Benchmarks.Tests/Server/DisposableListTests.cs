namespace Lti.Storage.Benchmarks.Tests;

public sealed class DisposableListTests
{
    [Fact]
    public async Task One_that_can_not_be_disposed_keeps_none_of_the_others()
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
