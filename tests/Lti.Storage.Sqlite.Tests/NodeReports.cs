using System.Collections.Concurrent;

namespace Lti.Storage.Sqlite.Tests;

/// <summary>Waits until the caches of nodes have heard of all changes of a file.</summary>
/// <remarks>Changes are reported in their order. So a change that the test makes by itself is reported after all earlier ones.</remarks>
internal sealed class NodeReports : IDisposable
{
    private readonly OtherProgram _program;
    private readonly Listener[] _listeners;

    private NodeReports(string file, Listener[] listeners) => (_program, _listeners) = (new OtherProgram(file), listeners);

    /// <summary>Subscribes after the caches, so that each report reaches the caches first.</summary>
    public static async Task<NodeReports> OfAsync(string file, IReadOnlyList<ILtiStorage> nodes)
    {
        var sources = nodes.Select(node => node.GetService<IInvalidationSource>()!).ToList();
        Listener[] listeners = [.. sources.Select(source => new Listener(source))];
        await Eventually.TrueAsync(
            () => Task.FromResult(sources.All(source => source.State == InvalidationState.Listening)), TestContext.Current.CancellationToken);
        return new NodeReports(file, listeners);
    }

    public async Task SettleAsync()
    {
        var id = Guid.NewGuid();
        var heard = _listeners.Select(listener => listener.HearAsync(id)).ToList();
        _program.Run($"INSERT INTO changes (kind, id) VALUES ('client', x'{Convert.ToHexString(id.ToByteArray(bigEndian: true))}')");
        await Task.WhenAll(heard).WaitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        foreach (var listener in _listeners)
        {
            listener.Dispose();
        }

        _program.Dispose();
    }

    private sealed class Listener : IInvalidationListener, IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _awaited = new();
        private readonly IDisposable _subscription;

        public Listener(IInvalidationSource source) => _subscription = source.Subscribe(this);

        public Task HearAsync(Guid id)
            => _awaited.GetOrAdd(id, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void ClientChanged(ClientKey clientKey)
        {
            if (_awaited.TryRemove(clientKey.Value, out var heard))
            {
                heard.SetResult();
            }
        }

        public void SessionDeleted(Guid sessionId)
        {
        }

        public void EverythingChanged()
        {
        }

        public void Dispose() => _subscription.Dispose();
    }
}
