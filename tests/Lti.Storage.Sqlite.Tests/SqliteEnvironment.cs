using Lti.Storage.Conformance;
using Lti.Storage.Sqlite.Tests.Secrecy;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Tests;

/// <summary>Holds a file and its nodes.</summary>
/// <remarks>The storage's clock differs from the clocks of the callers. Only the test moves them.</remarks>
internal sealed class SqliteEnvironment : StorageEnvironment
{
    // The triggers compare with the machine's clock, so that the storage's clock must not be behind it.
    private readonly FakeTimeProvider _storageClock = new(TimeProvider.System.GetUtcNow());
    private readonly FakeTimeProvider _callerClock = new(TimeProvider.System.GetUtcNow().AddHours(-3));
    private readonly SearchedLog _log = new();
    private readonly TemporaryFolder _folder;
    private readonly LtiStorageOptions _options;
    private readonly Action<SqliteStorageOptions> _configure;
    private readonly Func<ILtiStorage, TimeProvider, ILtiStorage>? _around;
    private readonly SqliteLtiStorage _first;
    private ILtiStorage? _second;
    private NodeReports? _reports;
    private int _begun;

    private SqliteEnvironment(
        TemporaryFolder folder,
        LtiStorageOptions options,
        Action<SqliteStorageOptions> configure,
        Func<ILtiStorage, TimeProvider, ILtiStorage>? around)
    {
        (_folder, _options, _configure, _around) = (folder, options, configure, around);
        _first = Open(_callerClock);
        Storage = Around(_first, _callerClock);
    }

    public override ILtiStorage Storage { get; }

    public override TimeSpan ClockStep => TimeSpan.FromTicks(1);

    public override TimeProvider CallerClock => _callerClock;

    // A node with a cache hears of the other node's changes a while later.
    public override bool NodesAgreeAtOnce => _around is null;

    public static async ValueTask<StorageEnvironment> CreateAsync(
        LtiStorageOptions options,
        Action<SqliteStorageOptions>? configure = null,
        Func<ILtiStorage, TimeProvider, ILtiStorage>? around = null)
    {
        var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        return new SqliteEnvironment(folder, options, configure ?? (static _ => { }), around);
    }

    public override ValueTask PassAsync(TimeSpan time)
    {
        _storageClock.Advance(time);
        _callerClock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public override ValueTask FreezeAsync() => ValueTask.CompletedTask;

    public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => new(_second ??= Around(Open(callerClock), callerClock));

    public override async ValueTask<HeldWrites?> HoldWritesAsync() => await HeldFile.LockAsync(_folder.File, _first, () => Volatile.Read(ref _begun));

    public override async ValueTask SettleAsync()
    {
        if (_around is not null && _second is not null)
        {
            _reports ??= await NodeReports.OfAsync(_folder.File, [Storage, _second]);
            await _reports.SettleAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _reports?.Dispose();
        await Storage.DisposeAsync();
        if (_second is not null)
        {
            await _second.DisposeAsync();
        }

        _folder.Dispose();
        Assert.True(_log.Leaks.Count == 0, string.Join('\n', _log.Leaks.Take(10)));
    }

    private void Count(string statement)
    {
        if (statement == "BEGIN IMMEDIATE")
        {
            Interlocked.Increment(ref _begun);
        }
    }

    private ILtiStorage Around(SqliteLtiStorage storage, TimeProvider callerClock) => _around?.Invoke(storage, callerClock) ?? storage;

    private SqliteLtiStorage Open(TimeProvider callerClock)
    {
        var options = new SqliteStorageOptions
        {
            ConnectionString = _folder.ConnectionString,
            Clock = _storageClock,
            LockTimeout = TimeSpan.FromMinutes(10),
            Opened = connection => raw.sqlite3_trace(connection.Handle, (_, statement) => Count(statement), null),
        };
        _configure(options);
        return new SqliteLtiStorage(options, _options, callerClock, _log);
    }
}
