using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Batching;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>
/// Runs a storage on a separate schema. The caller's clock is far ahead of the database's, which no answer may show (rule E7).
/// </summary>
internal sealed class PostgreSqlEnvironment : StorageEnvironment
{
    private readonly TestSchema _schema;
    private readonly LtiStorageOptions _options;
    private readonly BatchLimits _batching;
    private readonly Action<TestSchema> _giveBack;
    private readonly Func<ILtiStorage, TimeProvider, ILtiStorage>? _around;
    private readonly ILoggerFactory? _log;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(80));

    public PostgreSqlEnvironment(
        TestSchema schema,
        LtiStorageOptions options,
        BatchLimits batching,
        Action<TestSchema> giveBack,
        Func<ILtiStorage, TimeProvider, ILtiStorage>? around,
        ILoggerFactory? log)
    {
        _schema = schema;
        _options = options;
        _batching = batching;
        _giveBack = giveBack;
        _around = around;
        _log = log;
        Storage = around is null ? Open(node: 0, batching) : around(Open(node: 0, batching), _clock);
    }

    public override ILtiStorage Storage { get; }

    public override TimeSpan ClockStep => TimeSpan.FromMicroseconds(1);

    public override TimeProvider CallerClock => _clock;

    public override async ValueTask PassAsync(TimeSpan time)
    {
        await _schema.PassAsync(time);
        _clock.Advance(time);
    }

    public override async ValueTask FreezeAsync() => await _schema.FreezeAsync();

    // A cached second node sees a change only after its notification, which other tests cover.
    public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock)
        => new(_around is null ? Open(node: 1, _batching, callerClock) : Storage);

    public override async ValueTask<HeldWrites?> HoldWritesAsync() => await _schema.HoldWritesAsync();

    public override async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        if (_schema.IsFrozen)
        {
            await _schema.DisposeAsync();
        }
        else
        {
            await _schema.EmptyAsync();
            _giveBack(_schema);
        }
    }

    public NpgsqlDataSource Source(int node) => _schema.Nodes[node];

    public PostgreSqlLtiStorage Open(int node, BatchLimits batching, TimeProvider? callerClock = null)
    {
        var options = new PostgreSqlStorageOptions
        {
            DataSource = Source(node),
            Schema = _schema.Name,
            Batching = batching,
            BatchCalls = batching != BatchLimits.Off,

            // 64 calls that wait for each other on a busy machine must not fail.
            LockTimeout = TimeSpan.FromHours(1),
        };
        return new PostgreSqlLtiStorage(options, _options, callerClock ?? _clock, _log);
    }
}
