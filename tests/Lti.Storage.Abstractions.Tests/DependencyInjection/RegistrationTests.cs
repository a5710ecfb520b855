using Lti.Storage.Abstractions.Tests.Provider;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Abstractions.Tests.DependencyInjection;

/// <summary>Tests <c>AddLtiStorage</c> and the builder that it returns.</summary>
public sealed class RegistrationTests
{
    private static readonly Type[] _interfaces =
    [
        typeof(ILtiStorage), typeof(IClientStore), typeof(IDeploymentStore), typeof(ILoginStore), typeof(ILaunchStore),
        typeof(INonceStore), typeof(ISessionStore), typeof(IRegistrationSessionStore),
    ];

    [Fact]
    public async Task Every_interface_is_the_same_singleton()
    {
        var made = 0;
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => new CountingStorage($"{++made}"));
        await using var provider = Build(services);

        var storage = provider.GetRequiredService<ILtiStorage>();

        Assert.Equal(
            typeof(ILtiStorage).GetInterfaces().Append(typeof(ILtiStorage)).Except([typeof(IAsyncDisposable)]).ToHashSet(),
            _interfaces.ToHashSet());
        await using var scope = provider.CreateAsyncScope();
        Assert.All(_interfaces, type => Assert.Same(storage, provider.GetRequiredService(type)));
        Assert.All(_interfaces, type => Assert.Same(storage, scope.ServiceProvider.GetRequiredService(type)));
        Assert.Equal(1, made);
    }

    [Theory]
    [InlineData(typeof(IClientStore))]
    [InlineData(typeof(INonceStore))]
    [InlineData(typeof(ISessionStore))]
    public async Task A_small_interface_can_be_resolved_first(Type type)
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => new RecordingProvider());
        await using var provider = Build(services);

        Assert.Same(provider.GetRequiredService(type), provider.GetRequiredService<ILtiStorage>());
    }

    [Fact]
    public async Task A_second_registration_continues_the_first()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage(options => options.NonceLifetime = TimeSpan.FromMinutes(1))
            .UseProvider(_ => new CountingStorage("provider"));
        var count = services.Count(service => service.ServiceType.Assembly == typeof(ILtiStorage).Assembly);
        services.AddLtiStorage(options => options.SessionLifetime = TimeSpan.FromMinutes(2))
            .Decorate((_, inner) => new CountingStorage("decorator", inner));
        services.AddLtiStorage();
        await using var provider = Build(services);

        var options = provider.GetRequiredService<IOptions<LtiStorageOptions>>().Value;
        Assert.Equal((1, 2), (options.NonceLifetime.Minutes, options.SessionLifetime.Minutes));
        Assert.Equal(["decorator", "provider"], Names(provider));
        Assert.Equal(count, services.Count(service => service.ServiceType.Assembly == typeof(ILtiStorage).Assembly));
        Assert.Single(provider.GetServices<IValidateOptions<LtiStorageOptions>>());
        Assert.Single(provider.GetServices<ILtiStorage>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Second_provider_is_refused_and_the_first_stays(bool isSameBuilder)
    {
        var services = new ServiceCollection();
        var builder = services.AddLtiStorage().UseProvider(_ => new CountingStorage("first"));
        var second = isSameBuilder ? builder : services.AddLtiStorage();

        var error = Assert.Throws<InvalidOperationException>(() => second.UseProvider(_ => new CountingStorage("second")));

        Assert.StartsWith("The storage already has a provider.", error.Message, StringComparison.Ordinal);
        Assert.Contains("services.AddLtiStorage(\"second\")", error.Message, StringComparison.Ordinal);
        await using var provider = Build(services);
        Assert.Equal(["first"], Names(provider));
    }

    [Fact]
    public async Task Test_replaces_the_storage_under_every_interface()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseProvider(_ => throw new InvalidOperationException("The provider must not be made."));
        services.AddSingleton<ILtiStorage>(new CountingStorage("test"));
        await using var provider = Build(services);

        Assert.All(_interfaces, type => Assert.Equal("test", ((CountingStorage)provider.GetRequiredService(type)).Name));
    }

    [Fact]
    public async Task The_last_decorator_is_the_outermost_and_each_is_created_once()
    {
        List<string> made = [];
        var services = new ServiceCollection();
        services.AddLtiStorage()
            .Decorate((_, inner) => Make("inner", inner))
            .UseProvider(_ => new CountingStorage("provider"))
            .Decorate((_, inner) => Make("outer", inner));
        await using var provider = Build(services);

        Assert.Equal(["outer", "inner", "provider"], Names(provider));
        Assert.Equal(["outer", "inner", "provider"], Names(provider));
        Assert.Equal(["inner", "outer"], made);

        CountingStorage Make(string name, ILtiStorage inner)
        {
            made.Add(name);
            return new CountingStorage(name, inner);
        }
    }

    [Fact]
    public async Task A_provider_and_a_decorator_may_resolve_services()
    {
        var services = new ServiceCollection();
        services.AddSingleton(TimeProvider.System).AddLtiStorage()
            .UseProvider(container => new RecordingProvider(
                container.GetRequiredService<IOptions<LtiStorageOptions>>().Value, container.GetRequiredService<TimeProvider>()))
            .Decorate((container, inner) => container.GetService<TimeProvider>() is null ? inner : new PlainDecorator(inner));
        await using var provider = Build(services);

        Assert.IsType<RecordingProvider>(Assert.IsType<PlainDecorator>(provider.GetRequiredService<ILtiStorage>()).Wrapped);
    }

    [Fact]
    public async Task The_error_for_a_missing_provider_says_what_to_call()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().Decorate((_, inner) => new CountingStorage("decorator", inner));
        await using var provider = Build(services);

        foreach (var type in _interfaces)
        {
            var error = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService(type));
            Assert.Contains("No storage provider is chosen", error.Message, StringComparison.Ordinal);
            Assert.Contains("AddLtiStorage().UseInMemory()", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Each_of_two_containers_has_its_own_storage()
    {
        var (first, second) = (new ServiceCollection(), new ServiceCollection());
        first.AddLtiStorage().UseProvider(_ => new CountingStorage("first"));
        second.AddLtiStorage().UseProvider(_ => new CountingStorage("second"));
        await using var one = Build(first);
        await using var other = Build(second);

        Assert.Equal(["first"], Names(one));
        Assert.Equal(["second"], Names(other));
    }

    [Fact]
    public async Task Keyed_services_of_the_application_do_not_interfere()
    {
        var services = new ServiceCollection();
        services.AddKeyedSingleton("key", new object()).AddLtiStorage().UseProvider(_ => new CountingStorage("provider"));
        services.AddKeyedSingleton<object>("other").AddLtiStorage();
        await using var provider = Build(services);

        Assert.Equal(["provider"], Names(provider));
    }

    [Fact]
    public async Task The_container_disposes_the_storage_and_its_decorators()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage()
            .UseProvider(_ => new CountingStorage("provider"))
            .Decorate((_, inner) => new CountingStorage("decorator", inner));
        var provider = Build(services);
        var storage = (CountingStorage)provider.GetRequiredService<ILtiStorage>();
        await provider.CreateAsyncScope().DisposeAsync();
        Assert.Equal(0, storage.Disposals);

        await provider.DisposeAsync();

        Assert.Equal((1, 1), (storage.Disposals, storage.Wrapped!.Disposals));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Container_that_handed_out_every_interface_disposes_the_inner_storage_once(bool isSynchronous)
    {
        var services = new ServiceCollection();
        services.AddLtiStorage()
            .UseProvider(_ => new CountingStorage("provider"))
            .Decorate((_, inner) => new CountingStorage("decorator", inner));
        var provider = Build(services);
        var storage = (CountingStorage)provider.GetRequiredService<ILtiStorage>();
        Assert.All(_interfaces, type => Assert.Same(storage, provider.GetRequiredService(type)));

        await DisposeAsync(provider, isSynchronous);
        await DisposeAsync(provider, isSynchronous);

        Assert.Equal((_interfaces.Length, 1), (storage.Disposals, storage.Wrapped!.Disposals));
    }

    [Fact]
    public void Container_can_be_disposed_synchronously()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage()
            .UseProvider(_ => new RecordingProvider())
            .Decorate((_, inner) => new PlainDecorator(inner));
        var (decorated, undecorated) = (Build(services), Build(new ServiceCollection().AddLtiStorage().UseProvider(_ => new RecordingProvider()).Services));
        foreach (var provider in new[] { decorated, undecorated })
        {
            Assert.NotNull(provider.GetRequiredService<ILtiStorage>());

            provider.Dispose();
        }
    }

    [Fact]
    public void Null_is_rejected()
    {
        var builder = new ServiceCollection().AddLtiStorage();

        Assert.Throws<ArgumentNullException>("create", () => builder.UseProvider(null!));
        Assert.Throws<ArgumentNullException>("decorate", () => builder.Decorate(null!));
        Assert.Throws<ArgumentNullException>("services", () => LtiStorageServiceCollectionExtensions.AddLtiStorage(null!));
    }

    private static async ValueTask DisposeAsync(ServiceProvider provider, bool isSynchronous)
    {
        if (isSynchronous)
        {
#pragma warning disable CA1849, S6966, MA0042, VSTHRD103 // The synchronous way is under test.
            provider.Dispose();
#pragma warning restore CA1849, S6966, MA0042, VSTHRD103
        }
        else
        {
            await provider.DisposeAsync();
        }
    }

    private static ServiceProvider Build(IServiceCollection services)
        => services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });

    /// <summary>Lists the layers of the storage from the outermost to the innermost.</summary>
    private static List<string> Names(ServiceProvider provider)
    {
        List<string> names = [];
        for (var storage = provider.GetRequiredService<ILtiStorage>() as CountingStorage; storage is not null; storage = storage.Wrapped)
        {
            names.Add(storage.Name);
        }

        return names;
    }
}
