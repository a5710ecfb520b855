using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests.Cleanup;

/// <summary>The options' ranges, and where they go.</summary>
public sealed class CleanupOptionsTests
{
    private static readonly Dictionary<string, Action<CleanupOptions>> _refused = new(StringComparer.Ordinal)
    {
        ["Interval must be between 00:00:01 and 7.00:00:00"] = options => options.Interval = TimeSpan.FromMilliseconds(999),
        ["FirstRunWithin must be between 00:00:00 and 7.00:00:00"] = options => options.FirstRunWithin = TimeSpan.FromTicks(-1),
        ["BatchSize must be between 1 and 100000"] = options => options.BatchSize = 0,
        ["RunLimit must be between 00:00:01 and 1.00:00:00"] = options => options.RunLimit = TimeSpan.FromDays(2),
    };

    public static TheoryData<string> Refused { get; } = [.. _refused.Keys];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_value_out_of_its_range_ends_the_start_of_the_host_with_the_range(string says)
    {
        using var host = HostOf.Storage(builder => builder.UseInMemory().AddCleanup(_refused[says]));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, 400)]
    [InlineData(7, 7)]
    public void The_batch_size_is_that_of_the_storage_unless_it_is_given(int? given, int expected)
    {
        using var host = HostOf.Storage(builder => builder.UseInMemory().AddCleanup(options => options.BatchSize = given));
        using var other = HostOf.Storage(builder =>
        {
            builder.Services.AddLtiStorage(options => options.CleanupBatchSize = 400);
            builder.UseInMemory().AddCleanup(options => options.BatchSize = given);
        });

        Assert.Equal(expected, other.Services.GetRequiredService<IOptions<LtiStorageOptions>>().Value.CleanupBatchSize);
        Assert.Equal(given ?? new LtiStorageOptions().CleanupBatchSize, host.Services.GetRequiredService<IOptions<LtiStorageOptions>>().Value.CleanupBatchSize);
    }

    [Fact]
    public void Asked_for_twice_it_runs_once()
    {
        var services = new ServiceCollection();
        services.AddLtiStorage().UseInMemory().AddCleanup();
        var count = services.Count(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService));

        services.AddLtiStorage().AddCleanup();

        Assert.Equal(count, services.Count(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)));
    }
}
