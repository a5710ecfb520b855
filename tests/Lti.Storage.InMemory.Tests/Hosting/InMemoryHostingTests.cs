using Lti.Storage.Conformance.Samples;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.InMemory.Tests.Hosting;

public sealed class InMemoryHostingTests
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Storage_uses_the_clock_and_the_options_of_the_container()
    {
        var clock = new FakeTimeProvider();
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock);
        services.AddLtiStorage(options => options.NonceLifetime = _minute).UseInMemory();
        await using var provider = services.BuildServiceProvider();
        var storage = provider.GetRequiredService<ILtiStorage>();
        var (early, late) = (Any.Nonce(), Any.Nonce());
        await storage.StoreNonceAsync(early, cancellationToken: Token);
        await storage.StoreNonceAsync(late, cancellationToken: Token);

        clock.Advance(_minute - TimeSpan.FromTicks(1));
        Assert.Equal(NonceOutcome.Consumed, await storage.ConsumeNonceAsync(early, Token));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(NonceOutcome.Expired, await storage.ConsumeNonceAsync(late, Token));
    }

    [Fact]
    public async Task Storage_uses_the_system_clock_if_the_container_has_none()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory();
        await using var provider = services.BuildServiceProvider();
        var storage = provider.GetRequiredService<ILtiStorage>();
        var session = Any.Session();

        var before = TimeProvider.System.GetUtcNow();
        await storage.AddSessionAsync(session, TimeSpan.FromHours(1), Token);
        var after = TimeProvider.System.GetUtcNow();

        var found = await storage.FindSessionAsync(session.Id, Token);
        Assert.InRange(found!.ExpiresAt!.Value, before + TimeSpan.FromHours(1), after + TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Storage_that_is_registered_twice_is_one_singleton_under_each_interface()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory();
        services.AddLtiStorage();
        await using var provider = services.BuildServiceProvider();

        var storage = Assert.IsType<InMemoryLtiStorage>(provider.GetRequiredService<ILtiStorage>());
        Assert.Single(provider.GetServices<ILtiStorage>());
        Assert.Same(storage, provider.GetRequiredService<INonceStore>());
        Assert.Same(storage, provider.GetRequiredService<ISessionStore>());
        Assert.Same(storage, provider.GetRequiredService<IClientStore>());
        Assert.Same(storage, provider.GetRequiredService<IDeploymentStore>());
        Assert.Same(storage, provider.GetRequiredService<ILaunchStore>());
        Assert.Same(storage, provider.GetRequiredService<IRegistrationSessionStore>());
    }

    [Fact]
    public void Container_and_constructor_reject_an_option_out_of_range_and_name_it()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage(options => options.CleanupBatchSize = 0).UseInMemory();
        using var provider = services.BuildServiceProvider();

        var byContainer = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ILtiStorage>);
        var byConstructor = Assert.Throws<OptionsValidationException>(() => new InMemoryLtiStorage(new LtiStorageOptions { SessionLifetime = TimeSpan.Zero }));

        Assert.Contains(nameof(LtiStorageOptions.CleanupBatchSize), byContainer.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(LtiStorageOptions.SessionLifetime), byConstructor.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_that_are_changed_later_have_no_effect()
    {
        var clock = new FakeTimeProvider();
        var options = new LtiStorageOptions { NonceLifetime = _minute };
        await using var storage = new InMemoryLtiStorage(options, clock);
        options.NonceLifetime = 60 * _minute;
        var nonce = Any.Nonce();

        await storage.StoreNonceAsync(nonce, cancellationToken: Token);
        clock.Advance(_minute);

        Assert.Equal(NonceOutcome.Expired, await storage.ConsumeNonceAsync(nonce, Token));
    }

    [Fact]
    public void Container_is_disposed_synchronously()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory();
        using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetRequiredService<ILtiStorage>());
        Assert.NotNull(provider.GetRequiredService<INonceStore>());
    }
}
