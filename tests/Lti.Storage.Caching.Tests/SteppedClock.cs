using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests;

/// <summary>A clock whose time of day can be set while its timestamps go on. A time service does that to a machine's clock.</summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    /// <summary>By how much the time of day has been set.</summary>
    public TimeSpan Step { get; set; }

    /// <summary>How often the time of day was read.</summary>
    public int Reads { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        Reads++;
        return base.GetUtcNow() + Step;
    }

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
