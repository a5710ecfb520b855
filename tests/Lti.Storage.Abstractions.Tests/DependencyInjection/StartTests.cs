using Lti.Storage.Abstractions.Tests.Provider;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>What a host's start does to the storage.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task A_versioned_storage_is_started_once_under_its_decorators_and_before_any_service_of_the_host()
    {
        var storage = new VersionedStorage();
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => storage).Decorate((_, inner) => new PlainDecorator(inner));
        services.AddLtiStorage();
        await using var provider = services.BuildServiceProvider();
        using var source = new CancellationTokenSource();

        var start = Assert.IsAssignableFrom<IHostedLifecycleService>(Assert.Single(provider.GetServices<IHostedService>()));
        await start.StartingAsync(source.Token);
        await start.StartAsync(TestContext.Current.CancellationToken);
        await start.StartedAsync(TestContext.Current.CancellationToken);

        Assert.Equal([source.Token], storage.Starts);
    }

    [Fact]
    public async Task A_storage_without_versions_needs_no_start()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => new RecordingProvider());
        await using var provider = services.BuildServiceProvider();

        var start = (IHostedLifecycleService)provider.GetRequiredService<IHostedService>();

        Assert.True(start.StartingAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_layer_is_found_from_the_outermost_inwards()
    {
        await using var storage = new VersionedStorage();
        await using var decorated = new PlainDecorator(new PlainDecorator(storage));

        Assert.Same(storage, decorated.FindLayer<IVersionedStorage>());
        Assert.Same(decorated, decorated.FindLayer<PlainDecorator>());
        Assert.Null(decorated.FindLayer<IInvalidationSource>());
        Assert.Throws<ArgumentNullException>("storage", () => default(ILtiStorage)!.FindLayer<IVersionedStorage>());
    }
}
