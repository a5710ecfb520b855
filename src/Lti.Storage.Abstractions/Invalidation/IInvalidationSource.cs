namespace Lti.Storage;

/// <summary>
/// Tells caches what other programs changed on the data that they share. A provider that hears of changes implements it on its storage; another
/// transport, such as a message bus, implements it on its own, most easily by reporting to an <see cref="InvalidationHub"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Reports may come late, twice, or about the subscriber's own changes. What may not happen is that one is lost in silence: a source that could
/// have missed reports, since it has just connected or more came than it could hold, reports <see cref="IInvalidationListener.EverythingChanged"/>
/// before its <see cref="State"/> becomes <see cref="InvalidationState.Listening"/>.
/// </remarks>
public interface IInvalidationSource
{
    /// <summary>Whether changes are reported at present, for health checks. Never waits and never throws.</summary>
    InvalidationState State { get; }

    /// <summary>
    /// Reports to a listener from now on. Returns at once: a source that has to connect first does so in the background, and reports that everything
    /// changed when it has.
    /// </summary>
    /// <param name="listener">What is told.</param>
    /// <returns>Ends the subscription when it is disposed, more than once without harm.</returns>
    IDisposable Subscribe(IInvalidationListener listener);
}
