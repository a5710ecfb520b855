namespace Lti.Storage.Abstractions.Tests.Lifetimes;

public sealed class RemainingLifetimeTests
{
    private static readonly DateTimeOffset _callersNow = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Expiry_is_the_callers_time_plus_the_remaining_lifetime()
        => Assert.Equal(_callersNow.AddMinutes(5), RemainingLifetime.ToExpiry(TimeSpan.FromMinutes(5), _callersNow));

    [Fact]
    public void Remaining_lifetime_beyond_the_longest_one_counts_as_that()
        => Assert.Equal(_callersNow + LtiLimits.MaxLifetime, RemainingLifetime.ToExpiry(TimeSpan.MaxValue, _callersNow));

    [Fact]
    public void Expiry_is_not_before_the_callers_time()
        => Assert.Equal(_callersNow, RemainingLifetime.ToExpiry(TimeSpan.FromTicks(-1), _callersNow));
}
