namespace Lti.Storage;

/// <summary>Converts a remaining lifetime on the storage's clock into an expiry on the caller's clock, for providers.</summary>
public static class RemainingLifetime
{
    /// <summary>Adds a remaining lifetime to the caller's time (contract rule E7).</summary>
    /// <remarks>
    /// Another program may have stored an expiry beyond the longest lifetime. It counts as <see cref="LtiLimits.MaxLifetime"/>.
    /// </remarks>
    /// <param name="remaining">The stored expiry minus the time of the storage's clock.</param>
    /// <param name="callersNow">The time of <see cref="LtiStorageProvider.TimeProvider"/>, read just before the call.</param>
    /// <returns>The <c>ExpiresAt</c> of the returned model. It is not before <paramref name="callersNow"/>.</returns>
    public static DateTimeOffset ToExpiry(TimeSpan remaining, DateTimeOffset callersNow)
        => callersNow + TimeSpan.FromTicks(Math.Clamp(remaining.Ticks, 0, LtiLimits.MaxLifetime.Ticks));
}
