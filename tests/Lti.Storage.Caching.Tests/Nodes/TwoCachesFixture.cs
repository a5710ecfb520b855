using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Microsoft.Extensions.Time.Testing;

[assembly: AssemblyFixture(typeof(Lti.Storage.Caching.Tests.Nodes.TwoCachesFixture))]

namespace Lti.Storage.Caching.Tests.Nodes;

/// <summary>Each node has a cache around one storage that reports its changes to both.</summary>
public sealed class TwoCachesFixture : ConformanceFixture
{
    private static readonly CachingOptions _caching = new()
    {
        LaunchConfigLifetime = TimeSpan.FromHours(24),
        UnknownLaunchLifetime = TimeSpan.FromMinutes(10),
        SessionLifetime = TimeSpan.FromHours(24),
        Jitter = 0,
    };

    public override IReadOnlyDictionary<string, string> NotApplicableRules => Inapplicable.Rules;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => new(new TwoCaches(options));

    private sealed class TwoCaches : StorageEnvironment
    {
        private readonly FakeTimeProvider _clock = new();
        private readonly ILtiStorage _second;

        public TwoCaches(LtiStorageOptions options)
        {
            var shared = new AnnouncingStorage(new InMemoryLtiStorage(options, _clock), new InvalidationHub());
            Storage = shared.WithCaching(_caching, timeProvider: _clock);
            _second = shared.WithCaching(_caching, timeProvider: _clock);
        }

        public override ILtiStorage Storage { get; }

        public override TimeSpan ClockStep => TimeSpan.FromTicks(1);

        public override TimeProvider CallerClock => _clock;

        // A concurrent caller may read a change before it is reported. A change that has returned was reported.
        public override bool NodesAgreeAtOnce => false;

        public override ValueTask<ILtiStorage> OpenSecondNodeAsync(TimeProvider callerClock) => new(_second);

        public override ValueTask PassAsync(TimeSpan time)
        {
            _clock.Advance(time);
            return ValueTask.CompletedTask;
        }

        public override ValueTask FreezeAsync() => ValueTask.CompletedTask;

        public override async ValueTask DisposeAsync()
        {
            await Storage.DisposeAsync();
            await _second.DisposeAsync();
        }
    }
}
