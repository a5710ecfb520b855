using Lti.Storage.Conformance.Samples;
using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Caching.Tests.Hosting;

public sealed class CachingOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Options out of range, with the name and the range that the message contains.</summary>
    public static TheoryData<string, CachingOptions, string> OutOfRange { get; } = new()
    {
        { nameof(CachingOptions.LaunchConfigCapacity), new() { LaunchConfigCapacity = 2 }, "between 3 and 1000000" },
        { nameof(CachingOptions.LaunchConfigCapacity), new() { LaunchConfigCapacity = 1_000_001 }, "between 3 and 1000000" },
        { nameof(CachingOptions.UnknownLaunchCapacity), new() { UnknownLaunchCapacity = -1 }, "between 3 and 1000000" },
        { nameof(CachingOptions.SessionCacheBytes), new() { SessionCacheBytes = 4095 }, "between 4096 and 1099511627776" },
        { nameof(CachingOptions.SessionCacheBytes), new() { SessionCacheBytes = (1L << 40) + 1 }, "between 4096 and 1099511627776" },
        { nameof(CachingOptions.LaunchConfigLifetime), new() { LaunchConfigLifetime = TimeSpan.Zero }, "over zero and at most 24 hours" },
        {
            nameof(CachingOptions.LaunchConfigLifetime),
            new() { LaunchConfigLifetime = new TimeSpan(24, 0, 1) },
            "over zero and at most 24 hours"
        },
        {
            nameof(CachingOptions.UnknownLaunchLifetime),
            new() { UnknownLaunchLifetime = TimeSpan.FromHours(1) },
            "over zero and at most 10 minutes"
        },
        { nameof(CachingOptions.SessionLifetime), new() { SessionLifetime = TimeSpan.FromTicks(-1) }, "over zero and at most 24 hours" },
        { nameof(CachingOptions.Jitter), new() { Jitter = -0.1 }, "between 0 and 0.5" },
        { nameof(CachingOptions.Jitter), new() { Jitter = 0.6 }, "between 0 and 0.5" },
        { nameof(CachingOptions.Jitter), new() { Jitter = double.NaN }, "between 0 and 0.5" },
        { nameof(CachingOptions.LoadTimeout), new() { LoadTimeout = TimeSpan.MaxValue }, "over zero and at most 10 minutes" },
    };

    /// <summary>Options at their bounds.</summary>
    public static TheoryData<CachingOptions> InRange { get; } =
    [
        new CachingOptions(),
        new CachingOptions
        {
            LaunchConfigCapacity = 3, UnknownLaunchCapacity = 3, SessionCacheBytes = 4096, Jitter = 0,
            LaunchConfigLifetime = TimeSpan.FromTicks(1),
            UnknownLaunchLifetime = TimeSpan.FromTicks(1), SessionLifetime = TimeSpan.FromTicks(1), LoadTimeout = TimeSpan.FromTicks(1),
        },
        new CachingOptions
        {
            LaunchConfigCapacity = 1_000_000, UnknownLaunchCapacity = 1_000_000, SessionCacheBytes = 1L << 40, Jitter = 0.5,
            LaunchConfigLifetime = TimeSpan.FromHours(24), UnknownLaunchLifetime = TimeSpan.FromMinutes(10),
            SessionLifetime = TimeSpan.FromHours(24),
            LoadTimeout = TimeSpan.FromMinutes(10),
        },
    ];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public async Task Option_out_of_range_is_rejected_with_the_range(string name, CachingOptions options, string range)
    {
        await using var inner = new InMemoryLtiStorage();

        var error = Assert.Throws<OptionsValidationException>(() => inner.WithCaching(options));

        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(range, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(InRange))]
    public async Task Option_at_its_bound_is_accepted(CachingOptions options)
    {
        await using var storage = new InMemoryLtiStorage().WithCaching(options);

        Assert.Null(await storage.FindSessionAsync(Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task Host_with_an_option_out_of_range_does_not_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddLtiStorage().UseInMemory().WithCaching(options => options.Jitter = 1);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("between 0 and 0.5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_changed_later_have_no_effect()
    {
        var options = new CachingOptions { Jitter = 0, SessionLifetime = TimeSpan.FromMinutes(1) };
        await using var cached = new CachedStorage(options);
        options.SessionLifetime = TimeSpan.FromHours(1);
        var session = await cached.LaunchAsync();
        await cached.FindAsync(session.Id);
        await cached.Memory.DeleteSessionAsync(session.Id, Token);

        cached.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await cached.FindAsync(session.Id));
    }

    [Fact]
    public async Task Each_cache_can_be_turned_off()
    {
        await using var cached = new CachedStorage(
            new CachingOptions { CacheLaunchConfigs = false, CacheUnknownLaunches = false, CacheSessions = false });
        var (key, config) = await cached.RegisterAsync();
        var session = await cached.LaunchAsync();
        var unknown = Any.LaunchKey();

        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(config, await cached.FindAsync(key));
            Assert.Null(await cached.FindAsync(unknown));
            Assert.Equal(session, await cached.FindAsync(session.Id));
            Assert.Equal((2 * i, i), (cached.Inner.CallsOf(CachedStorage.Finds), cached.Inner.CallsOf(CachedStorage.SessionFinds)));
        }

        // Changes pass through without a cache.
        Assert.True(await cached.Storage.DeleteSessionAsync(session.Id, Token));
        Assert.True(await cached.Storage.DeleteClientAsync(config.ClientKey, Token));
        Assert.Equal(0, await cached.Storage.DeleteSessionsAsync(new SessionFilter { Issuer = key.Issuer }, Token));
    }

    [Fact]
    public async Task One_cache_can_be_off_while_the_others_are_on()
    {
        await using var onlyKnown = new CachedStorage(new CachingOptions { CacheUnknownLaunches = false });
        await using var onlyUnknown = new CachedStorage(new CachingOptions { CacheLaunchConfigs = false });
        var (key, config) = await onlyKnown.RegisterAsync();
        var unknown = Any.LaunchKey();

        await onlyKnown.FindAsync(key);
        await onlyKnown.FindAsync(unknown);
        await onlyUnknown.FindAsync(unknown);

        await onlyKnown.AssertHitAsync(key, config);
        await onlyUnknown.AssertHitAsync(unknown, expected: null);
        Assert.Equal((1, 0, 0, 0), onlyKnown.Storage.Clients!.Launches.Counts);
        Assert.Equal((0, 0, 1, 0), onlyUnknown.Storage.Clients!.Launches.Counts);
    }
}
