using Lti.Storage.Abstractions.Tests.Provider;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>Tests several storages in one container. A null name is the storage without a name.</summary>
public sealed class NamedStorageTests
{
    private static readonly string?[] _names = [null, "north", "south"];

    private static readonly Type[] _interfaces =
        [.. typeof(ILtiStorage).GetInterfaces().Append(typeof(ILtiStorage)).Except([typeof(IAsyncDisposable)])];

    [Fact]
    public async Task Every_interface_is_the_singleton_of_its_name()
    {
        await using var provider = Build(AllStorages());

        await using var scope = provider.CreateAsyncScope();
        Assert.All(_names, name =>
        {
            var storage = Storage(provider, name);
            Assert.Equal($"outer {name}", storage.Name);
            Assert.All(_interfaces, type => Assert.Same(storage, scope.ServiceProvider.GetRequiredKeyedService(type, name)));
        });
    }

    [Fact]
    public async Task Decorators_of_each_storage_stay_in_order()
    {
        await using var provider = Build(AllStorages());

        Assert.All(_names, name =>
        {
            var storage = Storage(provider, name);
            Assert.Equal(
                [$"outer {name}", $"inner {name}", $"provider {name}"],
                new[] { storage.Name, storage.Wrapped!.Name, storage.Wrapped.Wrapped!.Name });
        });
    }

    [Fact]
    public async Task Container_disposes_each_storage_once_and_leaves_unused_ones()
    {
        var made = 0;
        var services = new ServiceCollection();
        foreach (var name in _names)
        {
            Add(services, name).UseProvider(_ => new CountingStorage($"{++made}")).Decorate((_, inner) => new CountingStorage("outer", inner));
        }

        List<CountingStorage> storages;
        await using (var provider = Build(services))
        {
            storages = [Storage(provider, name: null), Storage(provider, "north")];
            Assert.All(_interfaces, type => Assert.Same(storages[1], provider.GetRequiredKeyedService(type, "north")));
        }

        Assert.All(storages, storage => Assert.Equal(1, storage.Wrapped!.Disposals));
        Assert.Equal(2, made);
    }

    [Fact]
    public async Task Options_of_each_storage_are_its_own()
    {
        var services = AllStorages();
        services.Configure<LtiStorageOptions>("south", options => options.SessionLifetime = TimeSpan.FromMinutes(9));
        await using var provider = Build(services);

        var options = _names.Select(name => provider.GetRequiredService<IOptionsMonitor<LtiStorageOptions>>().Get(name)).ToList();

        Assert.Equal(_names, options.Select(of => of.Name), StringComparer.Ordinal);
        Assert.Equal([1, 6, 6], options.Select(of => (of.NonceLifetime / TimeSpan.FromMinutes(1))));
        Assert.Equal(TimeSpan.FromMinutes(9), options[2].SessionLifetime);
        Assert.NotEqual(TimeSpan.FromMinutes(9), options[1].SessionLifetime);
    }

    [Fact]
    public async Task Refused_option_of_a_named_storage_ends_the_start_and_names_the_storage()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage("north", options => options.CleanupBatchSize = 0).UseProvider(_ => new RecordingProvider());
        await using var provider = Build(services);

        var error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains("north.CleanupBatchSize must be between 1 and 100000.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_storage_has_its_own_start()
    {
        var storages = _names.Select(_ => new VersionedStorage()).ToList();
        var services = new ServiceCollection();
        foreach (var (name, storage) in _names.Zip(storages))
        {
            Add(services, name, options => options.SchemaOnStart = name == "north" ? SchemaOnStart.Migrate : SchemaOnStart.Check)
                .UseProvider(_ => storage);
        }

        await using var provider = Build(services);
        foreach (var start in provider.GetServices<IHostedService>().Cast<IHostedLifecycleService>())
        {
            await start.StartingAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(
            [SchemaOnStart.Check, SchemaOnStart.Migrate, SchemaOnStart.Check],
            storages.Select(storage => Assert.Single(storage.Starts).Action));
    }

    [Fact]
    public void Second_provider_of_a_named_storage_is_refused()
    {
        var builder = new ServiceCollection().AddLtiStorage("north").UseProvider(_ => new RecordingProvider());

        var error = Assert.Throws<InvalidOperationException>(() => builder.UseProvider(_ => new RecordingProvider()));

        Assert.StartsWith("The storage 'north' already has a provider.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Name_that_is_registered_already_is_refused()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage("north");
        services.AddLtiStorage("North");

        var error = Assert.Throws<InvalidOperationException>(() => services.AddLtiStorage("north"));

        Assert.StartsWith("A storage named 'north' is already registered.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Blank_name_is_refused(string name)
        => Assert.Throws<ArgumentException>(nameof(name), () => new ServiceCollection().AddLtiStorage(name));

    [Fact]
    public async Task Missing_provider_of_a_named_storage_says_what_to_call()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage("north");
        await using var provider = Build(services);

        var error = Assert.Throws<InvalidOperationException>(() => Storage(provider, "north"));

        Assert.Contains("services.AddLtiStorage(\"north\").UseInMemory()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Named_storage_alone_registers_no_storage_without_a_name()
    {
        var services = new ServiceCollection();
        var builder = services.AddLtiStorage("north").UseProvider(_ => new RecordingProvider());
        using var provider = Build(services);

        Assert.Equal("north", builder.Name);
        Assert.Null(services.AddLtiStorage().Name);
        Assert.All(_interfaces, type => Assert.Null(provider.GetService(type)));
    }

    private static ServiceCollection AllStorages()
    {
        var services = new ServiceCollection();
        foreach (var name in _names)
        {
            Add(services, name, options => options.NonceLifetime = TimeSpan.FromMinutes(name is null ? 1 : name.Length + 1))
                .Decorate((_, inner) => new CountingStorage($"inner {name}", inner))
                .UseProvider(_ => new CountingStorage($"provider {name}"))
                .Decorate((_, inner) => new CountingStorage($"outer {name}", inner));
        }

        return services;
    }

    private static LtiStorageBuilder Add(IServiceCollection services, string? name, Action<LtiStorageOptions>? configure = null)
        => name is null ? services.AddLtiStorage(configure) : services.AddLtiStorage(name, configure);

    private static CountingStorage Storage(IServiceProvider provider, string? name)
        => (CountingStorage)provider.GetRequiredKeyedService<ILtiStorage>(name);

    private static ServiceProvider Build(IServiceCollection services)
        => services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
}
