using Lti.Storage.Abstractions.Tests.Provider;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>Tests the start of a host.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData(SchemaOnStart.Check)]
    [InlineData(SchemaOnStart.Migrate)]
    [InlineData(SchemaOnStart.Nothing)]
    public async Task Schema_is_found_under_decorators_and_handled_once_before_any_service_starts(SchemaOnStart action)
    {
        var storage = new VersionedStorage();
        var services = new ServiceCollection();
        services.AddLtiStorage(options => options.SchemaOnStart = action).UseProvider(_ => storage).Decorate((_, inner) => new PlainDecorator(inner));
        services.AddLtiStorage();
        await using var provider = services.BuildServiceProvider();
        using var source = new CancellationTokenSource();

        var start = Assert.IsAssignableFrom<IHostedLifecycleService>(Assert.Single(provider.GetServices<IHostedService>()));
        await start.StartingAsync(source.Token);
        await start.StartAsync(TestContext.Current.CancellationToken);
        await start.StartedAsync(TestContext.Current.CancellationToken);

        Assert.Equal(action == SchemaOnStart.Nothing ? [] : [(action, source.Token)], storage.Starts);
    }

    [Fact]
    public async Task Storage_without_a_schema_needs_no_start()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => new RecordingProvider());
        await using var provider = services.BuildServiceProvider();

        var start = (IHostedLifecycleService)provider.GetRequiredService<IHostedService>();

        Assert.True(start.StartingAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Layer_is_found_from_the_outermost_inwards()
    {
        await using var storage = new VersionedStorage();
        await using var decorated = new PlainDecorator(new PlainDecorator(storage));

        Assert.Same(storage, decorated.GetService<IStorageSchema>());
        Assert.Same(decorated, decorated.GetService<PlainDecorator>());
        Assert.Null(decorated.GetService<IInvalidationSource>());
        Assert.Throws<ArgumentNullException>("storage", () => default(ILtiStorage)!.GetService<IStorageSchema>());
    }
}
