namespace Lti.Storage.Benchmarks;

/// <summary>Rows in the memory of this process. It measures the bytes of an entry.</summary>
internal sealed class MemoryRows : IScaledRows
{
    private const int Sample = 1_000;

    private static readonly TimeSpan _day = TimeSpan.FromDays(1);
    private static readonly TimeSpan _least = TimeSpan.FromTicks(1);

    private readonly ILtiStorage _storage;
    private readonly List<(string Kind, double Bytes)> _bytes = [];
    private int _expired;

    private MemoryRows(ILtiStorage storage, int count)
    {
        _storage = storage;
        Count = count;
    }

    public int Count { get; }

    public ClientKey LargeClient { get; private set; }

    public IReadOnlyList<ClientKey> Clients { get; private set; } = [];

    public IReadOnlyList<DeploymentKey> Deployments { get; private set; } = [];

    public IReadOnlyList<Guid> Sessions { get; private set; } = [];

    /// <summary>The bytes of an entry by kind after a full collection.</summary>
    public IReadOnlyList<(string Kind, double Bytes)> BytesPerEntry => _bytes;

    public static async Task<MemoryRows> FillAsync(ILtiStorage storage, int count, CancellationToken cancellationToken)
    {
        var rows = new MemoryRows(storage, count);
        var clients = new List<ClientKey>(count);
        await rows.MeasureAsync("client with a deployment", async i =>
            clients.Add((await storage.SaveLaunchConfigAsync(ScaledKeys.Client(i), Keys.Endpoints, cancellationToken: cancellationToken)).Config.ClientKey));
        rows.Clients = FirstHalf(clients, key => key.Value);

        rows.LargeClient = (await storage.SaveLaunchConfigAsync(ScaledKeys.LargeClient, Keys.Endpoints, cancellationToken: cancellationToken)).Config.ClientKey;
        var deployments = new List<DeploymentKey>(count);
        await rows.MeasureAsync("deployment", async i =>
            deployments.Add((await storage.EnsureDeploymentAsync(rows.LargeClient, ScaledKeys.Deployment(i), cancellationToken: cancellationToken)).Id));
        rows.Deployments = FirstHalf(deployments, key => key.Value);

        await rows.MeasureAsync("nonce", i => storage.StoreNonceAsync(Nonce(i), _day, cancellationToken));

        var sessions = new List<Guid>(count);
        await rows.MeasureAsync("session", async i =>
        {
            var session = ScaledKeys.Session(i);
            if (ScaledKeys.SessionIssuer(i) == Payload.Issuer)
            {
                sessions.Add(session.Id);
            }

            await storage.AddSessionAsync(session, _day, cancellationToken);
        });
        rows.Sessions = FirstHalf(sessions, id => id);
        return rows;
    }

    public async Task AddExpiredAsync(int count, CancellationToken cancellationToken)
    {
        for (var i = 1; i <= count; i++)
        {
            await _storage.StoreNonceAsync(Nonce(-++_expired), _least, cancellationToken);
            await _storage.AddSessionAsync(ScaledKeys.Session(i), _least, cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string Nonce(int number) => $"{number:D43}";

    private static T[] FirstHalf<T>(List<T> ids, Func<T, Guid> valueOf)
        => [.. ids.OrderBy(valueOf).Take((ids.Count / 2) + 1).Chunk(Math.Max(1, ids.Count / 2 / Sample)).Select(chunk => chunk[0])];

    private async Task MeasureAsync(string kind, Func<int, ValueTask> add)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 1; i <= Count; i++)
        {
            await add(i);
        }

        _bytes.Add((kind, (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count));
    }
}
