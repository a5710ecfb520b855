using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Caching.Tests;

/// <summary>A clock whose time of day can be set, as an operator or a time service does it, while its timestamps go on undisturbed.</summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    /// <summary>By how much the time of day has been set.</summary>
    public TimeSpan Step { get; set; }

    /// <summary>How often the time of day was asked for.</summary>
    public int Asked { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        Asked++;
        return base.GetUtcNow() + Step;
    }

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
