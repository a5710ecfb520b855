namespace Lti.Storage;

/// <summary>Tells caches about changes that other programs make to shared data. Thread-safe.</summary>
/// <remarks>
/// <para>
/// A provider that receives reports of changes implements this on its storage. Another transport, such as a message bus, implements it in a
/// class of its own. The easiest way is to report to an <see cref="InvalidationHub"/>.
/// </para>
/// <para>
/// Reports may be late, repeated or about the subscriber's own changes. No report may be lost silently. A source may have lost reports if
/// it has just connected or received too many. It then reports <see cref="IInvalidationListener.EverythingChanged"/> before its
/// <see cref="State"/> becomes <see cref="InvalidationState.Listening"/>.
/// </para>
/// </remarks>
public interface IInvalidationSource
{
    /// <summary>Whether changes are reported now. Health checks read it. Never waits and never throws.</summary>
    InvalidationState State { get; }

    /// <summary>Subscribes a listener and returns without waiting.</summary>
    /// <remarks>A source that has to connect does so in the background. It then reports that everything changed.</remarks>
    /// <param name="listener">The listener.</param>
    /// <returns>The subscription. Disposing it ends the reports. A second disposal does nothing.</returns>
    IDisposable Subscribe(IInvalidationListener listener);
}
