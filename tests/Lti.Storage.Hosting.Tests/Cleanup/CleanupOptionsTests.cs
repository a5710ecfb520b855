using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests.Cleanup;

/// <summary>Tests the ranges of the options.</summary>
public sealed class CleanupOptionsTests
{
    private static readonly Dictionary<string, Action<CleanupOptions>> _refused = new(StringComparer.Ordinal)
    {
        ["Interval must be between 00:00:01 and 7.00:00:00"] = options => options.Interval = TimeSpan.FromMilliseconds(999),
        ["FirstRunWithin must be between 00:00:00 and 7.00:00:00"] = options => options.FirstRunWithin = TimeSpan.FromTicks(-1),
        ["RunLimit must be between 00:00:01 and 1.00:00:00"] = options => options.RunLimit = TimeSpan.FromDays(2),
    };

    public static TheoryData<string> Refused { get; } = [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Value_out_of_its_range_ends_the_start_of_the_host_and_names_the_range(string says)
    {
        using var host = HostOf.Storage(builder => builder.UseInMemory().AddCleanup(_refused[says]));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cleanup_that_is_added_twice_runs_once()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory().AddCleanup();
        var count = services.Count(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService));

        services.AddLtiStorage().AddCleanup();

        Assert.Equal(count, services.Count(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("north")]
    public async Task Container_without_loggers_starts_and_cleans_up(string? name)
    {
        var services = new ServiceCollection();
        (name is null ? services.AddLtiStorage() : services.AddLtiStorage(name)).UseInMemory().AddCleanup();
        await using var provider = services.BuildServiceProvider();

        foreach (var service in provider.GetServices<Microsoft.Extensions.Hosting.IHostedService>())
        {
            await service.StartAsync(TestContext.Current.CancellationToken);
            await service.StopAsync(TestContext.Current.CancellationToken);
        }

        Assert.True((await provider.GetRequiredKeyedService<StorageCleanup>(name).RunAsync(TestContext.Current.CancellationToken)).Completed);
    }
}
