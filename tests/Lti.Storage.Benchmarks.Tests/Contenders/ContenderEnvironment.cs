using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs a contender on its own schema.</summary>
internal sealed class ContenderEnvironment : StorageEnvironment
{
    private readonly TestSchema _schema;
    private readonly LtiStorageOptions _options;
    private readonly Func<NpgsqlDataSource, TimeProvider, IContender> _open;
    private readonly Action<TestSchema> _giveBack;
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(80));

    public ContenderEnvironment(TestSchema schema, LtiStorageOptions options, Func<NpgsqlDataSource, TimeProvider, IContender> open, Action<TestSchema> giveBack)
    {
        (_schema, _options, _open, _giveBack) = (schema, options, open, giveBack);
        Storage = Open(node: 0, _clock);
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

    public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => new(Open(node: 1, callerClock));

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

    private ContenderStorage Open(int node, TimeProvider clock)
    {
        var rest = new PostgreSqlStorageOptions { DataSource = _schema.Nodes[node], Schema = _schema.Name };
        return new ContenderStorage(_open(_schema.Nodes[node], clock), new PostgreSqlLtiStorage(rest, _options, clock), _options, clock);
    }
}
