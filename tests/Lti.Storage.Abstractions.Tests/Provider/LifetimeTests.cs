using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Tests the lifetimes of every operation that takes one.</summary>
public sealed class LifetimeTests
{
    private static readonly LtiStorageOptions _options = new()
    {
        NonceLifetime = TimeSpan.FromMinutes(1),
        SessionLifetime = TimeSpan.FromMinutes(2),
        RegistrationSessionLifetime = TimeSpan.FromMinutes(3),
    };

    /// <summary>The operations and their default lifetimes in minutes.</summary>
    public static TheoryData<string, int> Defaults { get; } = new()
    {
        { nameof(ILtiStorage.BeginLoginAsync), 1 },
        { nameof(ILtiStorage.StoreNonceAsync), 1 },
        { nameof(ILtiStorage.ClaimNonceAsync), 1 },
        { nameof(ILtiStorage.AddSessionAsync), 2 },
        { nameof(ILtiStorage.RenewSessionAsync), 2 },
        { $"{nameof(ILtiStorage.CompleteLaunchAsync)}(String)", 2 },
        { $"{nameof(ILtiStorage.CompleteLaunchAsync)}(LtiLogin)", 2 },
        { nameof(ILtiStorage.SaveRegistrationSessionAsync), 3 },
    };

    public static TheoryData<string> Names { get; } = [.. Defaults.Select(row => row.Data.Item1)];

    [Fact]
    public void Every_operation_with_a_lifetime_is_tested()
        => Assert.Equal(
            Operations.All.Where(operation => operation.GetParameters().Any(p => p.ParameterType == typeof(TimeSpan?)))
                .Select(Operations.Label)
                .Order(StringComparer.Ordinal),
            Names.Select(row => row.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Defaults))]
    public void The_option_applies_if_no_lifetime_is_given(string name, int minutes)
        => Assert.Equal(TimeSpan.FromMinutes(minutes), Reached(name, lifetime: null));

    [Theory]
    [Trait("Rule", "E2")]
    [MemberData(nameof(Names))]
    public void Any_lifetime_from_one_tick_to_ten_years_is_accepted(string name)
    {
        foreach (var lifetime in new[] { TimeSpan.FromTicks(1), TimeSpan.FromDays(1), TimeSpan.FromDays(3650) })
        {
            Assert.Equal(lifetime, Reached(name, lifetime));
        }
    }

    [Theory]
    [Trait("Rule", "E2")]
    [MemberData(nameof(Names))]
    public void A_lifetime_out_of_range_is_rejected_before_the_provider_is_called(string name)
    {
        var operation = Operations.Find(name);
        var over = TimeSpan.FromDays(3650) + TimeSpan.FromTicks(1);
        TimeSpan[] refused = [TimeSpan.Zero, TimeSpan.FromTicks(-1), TimeSpan.MinValue, over, TimeSpan.MaxValue];
        foreach (var lifetime in refused)
        {
            var provider = new RecordingProvider(_options);

            var error = Assert.Throws<ArgumentOutOfRangeException>("lifetime", () => operation.Call(provider, Arguments(name, lifetime)));

            Assert.Contains(lifetime <= TimeSpan.Zero ? "00:00:00" : "3650.00:00:00", error.Message, StringComparison.Ordinal);
            Assert.Empty(provider.Calls);
        }
    }

    private static object? Reached(string name, TimeSpan? lifetime)
    {
        var provider = new RecordingProvider(_options);
        Operations.Find(name).Call(provider, Arguments(name, lifetime));
        return Assert.Single(provider.Calls).Arguments[Position(name)];
    }

    private static object?[] Arguments(string name, TimeSpan? lifetime)
    {
        var arguments = Operations.Find(name).Arguments();
        arguments[Position(name)] = lifetime;
        return arguments;
    }

    private static int Position(string name)
        => Operations.Find(name).GetParameters().Single(p => p.ParameterType == typeof(TimeSpan?)).Position;
}
