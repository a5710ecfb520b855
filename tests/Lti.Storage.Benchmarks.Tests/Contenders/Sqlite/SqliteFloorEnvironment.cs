using Lti.Storage.Conformance;
using Lti.Storage.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs the floor on a file of its own. The storage's clock and the clocks of the callers differ.</summary>
internal sealed class SqliteFloorEnvironment : StorageEnvironment
{
    // The triggers compare with the machine's clock, so that the storage's clock must not be behind it.
    private readonly FakeTimeProvider _storageClock = new(TimeProvider.System.GetUtcNow());
    private readonly FakeTimeProvider _callerClock = new(TimeProvider.System.GetUtcNow().AddHours(-3));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-floor-");
    private readonly List<ILtiStorage> _nodes = [];
    private readonly List<SqliteFloor> _floors = [];
    private readonly LtiStorageOptions _options;

    private SqliteFloorEnvironment(LtiStorageOptions options) => _options = options;

    public override ILtiStorage Storage => _nodes[0];

    public override TimeSpan ClockStep => TimeSpan.FromTicks(1);

    public override TimeProvider CallerClock => _callerClock;

    private string File => Path.Combine(_folder.FullName, "lti.db");

    public static async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
    {
        var environment = new SqliteFloorEnvironment(options);
        await using (var storage = new SqliteLtiStorage($"Data Source={environment.File}"))
        {
            await storage.StartAsync();
        }

        environment.Open(environment._callerClock);
        return environment;
    }

    public override ValueTask PassAsync(TimeSpan time)
    {
        _storageClock.Advance(time);
        _callerClock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FreezeAsync() => ValueTask.CompletedTask;

    public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => new(Open(callerClock));

    public override async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var floor in _floors)
        {
            await floor.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private ContenderStorage Open(TimeProvider callerClock)
    {
        var options = new SqliteStorageOptions
        {
            ConnectionString = $"Data Source={File}",
            Clock = _storageClock,
            LockTimeout = TimeSpan.FromMinutes(10),
        };
        var rest = new SqliteLtiStorage(options, _options, callerClock);
        var floor = new SqliteFloor(new SqliteContender(File, _storageClock, callerClock), rest);
        var storage = new ContenderStorage(floor, rest, _options, callerClock);
        _floors.Add(floor);
        _nodes.Add(storage);
        return storage;
    }
}
