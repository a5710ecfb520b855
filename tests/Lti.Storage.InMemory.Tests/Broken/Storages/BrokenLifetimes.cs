using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

/// <summary>Breaks lifetimes: wrong defaults, caps and rounding to seconds.</summary>
internal static class BrokenLifetimes
{
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan _year = TimeSpan.FromDays(365);

    [Breaks("N1", By = typeof(LifetimeConformance))]
    public sealed class StoredNoncesHaveAtMostAnHour(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Stored(TimeSpan? lifetime) => Capped(lifetime, _hour);
    }

    [Breaks("N1", By = typeof(LifetimeConformance))]
    public sealed class StoredNoncesAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Stored(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("N5", By = typeof(LifetimeConformance))]
    public sealed class ClaimedNoncesHaveAtMostAnHour(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Claimed(TimeSpan? lifetime) => Capped(lifetime, _hour);
    }

    [Breaks("N5", By = typeof(LifetimeConformance))]
    public sealed class ClaimedNoncesHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Claimed(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromMinutes(10);
    }

    [Breaks("N5", By = typeof(LifetimeConformance))]
    public sealed class ClaimedNoncesAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Claimed(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("G1", By = typeof(LifetimeConformance))]
    public sealed class LoginsHaveAtMostAnHour(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Begun(TimeSpan? lifetime) => Capped(lifetime, _hour);
    }

    [Breaks("G1", By = typeof(LifetimeConformance))]
    public sealed class LoginsHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Begun(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromMinutes(10);
    }

    [Breaks("G1", By = typeof(LifetimeConformance))]
    public sealed class LoginsAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Begun(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("S1", By = typeof(LifetimeConformance))]
    public sealed class AddedSessionsHaveAtMostAYear(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Added(TimeSpan? lifetime) => Capped(lifetime, _year);
    }

    [Breaks("S1", By = typeof(LifetimeConformance))]
    public sealed class AddedSessionsHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Added(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromDays(1);
    }

    [Breaks("S1", By = typeof(LifetimeConformance))]
    public sealed class AddedSessionsAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Added(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("S3", By = typeof(LifetimeConformance))]
    public sealed class RenewalsHaveAtMostAYear(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Renewed(TimeSpan? lifetime) => Capped(lifetime, _year);
    }

    [Breaks("S3", By = typeof(LifetimeConformance))]
    public sealed class RenewalsHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Renewed(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromDays(1);
    }

    [Breaks("S3", By = typeof(LifetimeConformance))]
    public sealed class RenewalsHaveTheLifetimeOfANonceAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Renewed(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromMinutes(7);
    }

    [Breaks("S3", By = typeof(LifetimeConformance))]
    public sealed class RenewalsAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Renewed(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("L5", By = typeof(LifetimeConformance))]
    public sealed class LaunchesHaveAtMostAYear(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Launched(TimeSpan? lifetime) => Capped(lifetime, _year);
    }

    [Breaks("L5", By = typeof(LifetimeConformance))]
    public sealed class LaunchesHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Launched(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromDays(1);
    }

    [Breaks("L5", By = typeof(LifetimeConformance))]
    public sealed class LaunchesHaveTheLifetimeOfANonceAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Launched(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromMinutes(7);
    }

    [Breaks("L5", By = typeof(LifetimeConformance))]
    public sealed class LaunchesAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Launched(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("G3", By = typeof(LifetimeConformance))]
    public sealed class LaunchesByLoginHaveAtMostAYear(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? LaunchedByLogin(TimeSpan? lifetime) => Capped(lifetime, _year);
    }

    [Breaks("G3", By = typeof(LifetimeConformance))]
    public sealed class LaunchesByLoginHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? LaunchedByLogin(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromDays(1);
    }

    [Breaks("G3", By = typeof(LifetimeConformance))]
    public sealed class LaunchesByLoginHaveTheLifetimeOfANonceAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? LaunchedByLogin(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromMinutes(7);
    }

    [Breaks("G3", By = typeof(LifetimeConformance))]
    public sealed class LaunchesByLoginAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? LaunchedByLogin(TimeSpan? lifetime) => RoundedUp(lifetime);
    }

    [Breaks("R1", By = typeof(LifetimeConformance))]
    public sealed class RegistrationSessionsHaveAtMostAnHour(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Registered(TimeSpan? lifetime) => Capped(lifetime, _hour);
    }

    [Breaks("R1", By = typeof(LifetimeConformance))]
    public sealed class RegistrationSessionsHaveNoOptionAsDefault(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Registered(TimeSpan? lifetime) => lifetime ?? TimeSpan.FromMinutes(15);
    }

    [Breaks("R1", By = typeof(LifetimeConformance))]
    public sealed class RegistrationSessionsAreRoundedToSeconds(ILtiStorage inner) : ChangedLifetimes(inner)
    {
        protected override TimeSpan? Registered(TimeSpan? lifetime) => RoundedUp(lifetime);
    }
}
