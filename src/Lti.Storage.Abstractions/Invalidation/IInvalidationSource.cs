namespace Lti.Storage;

/// <summary>Tells caches about changes that other programs make to the data that they share. Thread-safe.</summary>
/// <remarks>
/// <para>
/// A provider that hears of changes implements it on its storage. Another transport, such as a message bus, implements it by itself, most
/// easily by reporting to an <see cref="InvalidationHub"/>.
/// </para>
/// <para>
/// Reports may come late, twice, or about the subscriber's own changes. No report may be lost silently. A source that may have lost
/// reports, because it has just connected or received too many, reports <see cref="IInvalidationListener.EverythingChanged"/> before its
/// <see cref="State"/> becomes <see cref="InvalidationState.Listening"/>.
/// </para>
/// </remarks>
public interface IInvalidationSource
{
    /// <summary>Whether changes are reported at present, for health checks. Never waits and never throws.</summary>
    InvalidationState State { get; }

    /// <summary>Reports to a listener from now on. Returns without waiting.</summary>
    /// <remarks>A source that has to connect first does so in the background, and then reports that everything changed.</remarks>
    /// <param name="listener">The listener.</param>
    /// <returns>Ends the subscription when it is disposed. A second disposal does nothing.</returns>
    IDisposable Subscribe(IInvalidationListener listener);
}
