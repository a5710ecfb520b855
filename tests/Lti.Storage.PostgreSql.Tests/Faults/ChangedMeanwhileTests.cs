using Lti.Storage.Caching;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>
/// Nodes with a cache each, one of them with calls that share statements, while everything is changed all the time by others and the server or the path to it
/// fails. A cached answer lives longer than any test here: what is wrong when all is quiet again stays wrong.
/// </summary>
/// <param name="server">The server.</param>
public sealed class ChangedMeanwhileTests(FaultyServer server) : IClassFixture<FaultyServer>
{
    private const int Keys = 8;

    private long _changes;
    private bool _isOver;

    public static TheoryData<Fault> Faults { get; } = [.. Enum.GetValues<Fault>()];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("L3", "S2", "F2")]
    [MemberData(nameof(Faults))]
    public async Task After_the_reconnect_no_node_serves_what_was_changed_meanwhile(Fault fault)
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var writer = database.Open();
        var random = FaultRun.Random();
        List<(LaunchKey Key, LtiSession Session)> kept = [];
        for (var i = 0; i < Keys; i++)
        {
            kept.Add((Sample.LaunchKey(), Sample.Session()));
            await writer.SaveLaunchConfigAsync(kept[i].Key, Endpoints(0), Token);
            await writer.AddSessionAsync(kept[i].Session, cancellationToken: Token);
        }

        await using var one = await Node.OpenAsync(server, database, coalesces: false);
        await using var other = await Node.OpenAsync(server, database, coalesces: true);
        Node[] nodes = [one, other];
        var changing = Task.Run(() => ChangeAsync(writer, kept), Token);
        var reading = nodes.Select(node => Task.Run(() => ReadAsync(node, kept), Token)).ToArray();
        for (var time = 0; time < FaultRun.Times(1, 10); time++)
        {
            await Task.WhenAll(nodes.Select(node => node.ListeningAsync()));
            await SomeMoreAsync(2 * Keys);
            await server.StrikeAsync(fault, random, meanwhile: () => MeanwhileAsync(fault, nodes));
        }

        await SomeMoreAsync(2 * Keys);
        await Task.WhenAll(nodes.Select(node => node.ListeningAsync()));
        foreach (var (_, session) in kept)
        {
            await Eventually.TrueAsync(async () => await DeletedAsync(writer, session.Id), Token);
        }

        Volatile.Write(ref _isOver, true);
        await Task.WhenAll(reading.Append(changing));
        foreach (var (key, session) in kept)
        {
            var config = await writer.FindLaunchConfigAsync(key, Token);
            foreach (var node in nodes)
            {
                // Of the last changes the nodes hear by themselves, and soon; of earlier ones never again.
                await Eventually.TrueAsync(async () => Equals(config, await node.Storage.FindLaunchConfigAsync(key, Token)), Token);
                await Eventually.TrueAsync(async () => await node.Storage.FindSessionAsync(session.Id, Token) is null, Token);
            }
        }

        FaultRun.Note($"{fault}: {_changes} changes; {one.Drops} and {other.Drops} reconnects.");
    }

    private static PlatformEndpoints Endpoints(long version) => Sample.Endpoints with { TokenUrl = $"https://lms.example.edu/token/{version}" };

    private static async Task<bool> DeletedAsync(PostgreSqlLtiStorage writer, Guid id)
        => await Record.ExceptionAsync(async () => await writer.DeleteSessionAsync(id, Token)) is null;

    /// <summary>Nobody is told of these changes: a black hole is left only when that was noticed.</summary>
    private async Task MeanwhileAsync(Fault fault, Node[] nodes)
    {
        await SomeMoreAsync(2 * Keys);
        if (fault == Fault.BlackHole)
        {
            await Eventually.TrueAsync(() => Task.FromResult(nodes.All(node => node.IsCutOff)), Token);
        }
    }

    private async Task ChangeAsync(PostgreSqlLtiStorage writer, List<(LaunchKey Key, LtiSession Session)> kept)
    {
        for (var version = 1L; !Volatile.Read(ref _isOver); version++)
        {
            try
            {
                await writer.SaveLaunchConfigAsync(kept[(int)(version % Keys)].Key, Endpoints(version), Token);
                Interlocked.Increment(ref _changes);
            }
            catch (LtiStorageUnavailableException)
            {
            }
        }
    }

    private async Task ReadAsync(Node node, List<(LaunchKey Key, LtiSession Session)> kept)
    {
        for (var i = 0; !Volatile.Read(ref _isOver); i++)
        {
            try
            {
                await node.Storage.FindLaunchConfigAsync(kept[i % Keys].Key, Token);
                await node.Storage.FindSessionAsync(kept[i % Keys].Session.Id, Token);
                await Task.Yield();
            }
            catch (LtiStorageUnavailableException)
            {
            }
        }
    }

    private Task SomeMoreAsync(int changes)
    {
        var goal = Interlocked.Read(ref _changes) + changes;
        return Eventually.TrueAsync(() => Task.FromResult(Interlocked.Read(ref _changes) >= goal), Token);
    }

    private sealed class Node(PostgreSqlLtiStorage inner, ILtiStorage storage) : IAsyncDisposable
    {
        private readonly Heard _heard = new();

        public ILtiStorage Storage => storage;

        public int Drops => _heard.Reports.Count(report => report == "everything");

        public bool IsCutOff => inner.State != InvalidationState.Listening;

        public static async Task<Node> OpenAsync(FaultyServer server, TestDatabase database, bool coalesces)
        {
            var inner = server.Open(database, coalesces, configure: options => options.ListenerKeepAlive = TimeSpan.FromSeconds(1));
            var node = new Node(inner, inner.WithCaching(new CachingOptions { LaunchConfigLifetime = TimeSpan.FromHours(24), SessionLifetime = TimeSpan.FromHours(24) }));
            inner.Subscribe(node._heard);
            await node.ListeningAsync();
            return node;
        }

        public Task ListeningAsync() => Eventually.TrueAsync(() => Task.FromResult(!IsCutOff), Token);

        public ValueTask DisposeAsync() => storage.DisposeAsync();
    }
}
