using Lti.Storage.Abstractions.Tests.Provider;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Abstractions.Tests.Options;

/// <summary>Tests the defaults and ranges of the options and the time when they are read.</summary>
public sealed class OptionsTests
{
    private const string LifetimeRange = "must be over zero and at most 3650 days.";

    /// <summary>Each value just out of its range and its error message.</summary>
    private static readonly Dictionary<string, (Action<LtiStorageOptions> Set, string Says)> _refused = new(StringComparer.Ordinal)
    {
        ["a nonce lifetime of zero"] =
            (options => options.NonceLifetime = TimeSpan.Zero, $"NonceLifetime {LifetimeRange}"),
        ["a negative nonce lifetime"] =
            (options => options.NonceLifetime = TimeSpan.MinValue, $"NonceLifetime {LifetimeRange}"),
        ["a nonce lifetime over ten years"] =
            (options => options.NonceLifetime = Over, $"NonceLifetime {LifetimeRange}"),
        ["a session lifetime of zero"] =
            (options => options.SessionLifetime = TimeSpan.Zero, $"SessionLifetime {LifetimeRange}"),
        ["a session lifetime over ten years"] =
            (options => options.SessionLifetime = Over, $"SessionLifetime {LifetimeRange}"),
        ["a registration lifetime of zero"] =
            (options => options.RegistrationSessionLifetime = TimeSpan.Zero, $"RegistrationSessionLifetime {LifetimeRange}"),
        ["a registration lifetime over ten years"] =
            (options => options.RegistrationSessionLifetime = Over, $"RegistrationSessionLifetime {LifetimeRange}"),
        ["documents of under 1 KiB"] =
            (options => options.MaxDocumentBytes = 1023, "MaxDocumentBytes must be between 1024 and 67108864."),
        ["documents of over 64 MiB"] =
            (options => options.MaxDocumentBytes = 67_108_865, "MaxDocumentBytes must be between 1024 and 67108864."),
        ["an empty batch"] =
            (options => options.CleanupBatchSize = 0, "CleanupBatchSize must be between 1 and 100000."),
        ["a batch over 100,000"] =
            (options => options.CleanupBatchSize = 100_001, "CleanupBatchSize must be between 1 and 100000."),
        ["a start that does nothing known"] =
            (options => options.SchemaOnStart = (SchemaOnStart)7, "SchemaOnStart must be Check, Migrate or Nothing."),
    };

    public static TheoryData<string> Refused { get; } = [.. _refused.Keys];

    private static TimeSpan Over => TimeSpan.FromDays(3650) + TimeSpan.FromTicks(1);

    [Fact]
    public void The_defaults_are_those_of_the_contract()
    {
        var options = new LtiStorageOptions();

        Assert.Equal(TimeSpan.FromSeconds(600), options.NonceLifetime);
        Assert.Equal(TimeSpan.FromHours(24), options.SessionLifetime);
        Assert.Equal(TimeSpan.FromMinutes(15), options.RegistrationSessionLifetime);
        Assert.True(options.UseDefaultDeployment);
        Assert.Equal(1024 * 1024, options.MaxDocumentBytes);
        Assert.Equal(100, options.CleanupBatchSize);
        Assert.Equal(SchemaOnStart.Check, options.SchemaOnStart);
        Assert.Null(options.Name);
        Assert.False(options.AllowUnprotectedSecrets);
        Assert.Equal(9, typeof(LtiStorageOptions).GetProperties().Length);
    }

    [Fact]
    [Trait("Rule", "E2")]
    public void The_limits_are_those_of_the_contract()
    {
        Assert.Equal((255, 4096, 2048), (LtiLimits.MaxIdentifierLength, LtiLimits.MaxDescriptionLength, LtiLimits.MaxEndpointLength));
        Assert.Equal((128, 1000), (LtiLimits.MaxDocumentDepth, LtiLimits.MaxNumberDigits));
        Assert.Equal(TimeSpan.FromDays(3650), LtiLimits.MaxLifetime);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_out_of_its_range_is_rejected_when_the_host_starts(string name)
    {
        var services = new ServiceCollection();
        services.AddLtiStorage(_refused[name].Set);
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<IStartupValidator>().Validate);

        Assert.Contains(_refused[name].Says, error.Message, StringComparison.Ordinal);
        Assert.Equal(typeof(LtiStorageOptions), error.OptionsType);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_value_out_of_its_range_is_rejected_by_the_constructor_of_a_storage(string name)
    {
        var options = new LtiStorageOptions();
        _refused[name].Set(options);

        var error = Assert.Throws<OptionsValidationException>(() => new RecordingProvider(options));

        Assert.Contains(_refused[name].Says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_error_names_all_invalid_values()
    {
        var options = new LtiStorageOptions { NonceLifetime = TimeSpan.Zero, CleanupBatchSize = -1 };

        var error = Assert.Throws<OptionsValidationException>(() => new RecordingProvider(options));

        Assert.Equal(2, error.Failures.Count());
    }

    [Theory]
    [InlineData(1, 1024, 1)]
    [InlineData(3650 * TimeSpan.TicksPerDay, 67_108_864, 100_000)]
    public void The_ends_of_each_range_are_accepted(long lifetime, int bytes, int batch)
    {
        var services = new ServiceCollection();
        services.AddLtiStorage(options =>
        {
            options.NonceLifetime = options.SessionLifetime = options.RegistrationSessionLifetime = TimeSpan.FromTicks(lifetime);
            options.MaxDocumentBytes = bytes;
            options.CleanupBatchSize = batch;
        });
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredService<IStartupValidator>().Validate();

        var accepted = new RecordingProvider(provider.GetRequiredService<IOptions<LtiStorageOptions>>().Value).OwnOptions;
        Assert.Equal((lifetime, bytes, batch), (accepted.SessionLifetime.Ticks, accepted.MaxDocumentBytes, accepted.CleanupBatchSize));
    }

    [Fact]
    public void A_storage_copies_its_options_so_that_later_changes_have_no_effect()
    {
        var given = new LtiStorageOptions
        {
            Name = "north",
            NonceLifetime = TimeSpan.FromMinutes(1),
            SessionLifetime = TimeSpan.FromMinutes(2),
            RegistrationSessionLifetime = TimeSpan.FromMinutes(3),
            UseDefaultDeployment = false,
            MaxDocumentBytes = 2048,
            CleanupBatchSize = 7,
            SchemaOnStart = SchemaOnStart.Migrate,
            AllowUnprotectedSecrets = true,
        };
        var own = new RecordingProvider(given).OwnOptions;

        foreach (var property in typeof(LtiStorageOptions).GetProperties())
        {
            Assert.Equal(property.GetValue(given), property.GetValue(own));
            property.SetValue(given, property.GetValue(new LtiStorageOptions()));
            Assert.NotEqual(property.GetValue(given), property.GetValue(own));
        }
    }

    [Fact]
    public void A_storage_without_options_and_clock_uses_the_defaults_and_the_system_clock()
    {
        var provider = new RecordingProvider();

        Assert.Equal(TimeSpan.FromHours(24), provider.OwnOptions.SessionLifetime);
        Assert.Same(TimeProvider.System, provider.OwnTimeProvider);
    }
}
