using System.Collections.Immutable;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>Passes each report to all subscribers. Thread-safe and without locks.</summary>
/// <remarks>
/// Use it alone in one process, or as the part of a transport that faces the caches. If a listener throws, the other listeners still get
/// the report. The exception's type and place are written to <see cref="System.Diagnostics.Trace"/>. The reporter does not see it.
/// </remarks>
public sealed class InvalidationHub : IInvalidationSource, IInvalidationListener
{
    private ImmutableArray<Subscription> _subscriptions = [];
    private int _state = (int)InvalidationState.Listening;

    /// <inheritdoc/>
    public InvalidationState State => (InvalidationState)Volatile.Read(ref _state);

    /// <inheritdoc/>
    public IDisposable Subscribe(IInvalidationListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        var subscription = new Subscription(this, listener);
        ImmutableInterlocked.Update(ref _subscriptions, static (all, added) => all.Add(added), subscription);
        return subscription;
    }

    /// <summary>Sets the state of the transport.</summary>
    /// <remarks>Before the state becomes <see cref="InvalidationState.Listening"/> the hub reports that everything changed.</remarks>
    /// <param name="state">The new state.</param>
    public void Become(InvalidationState state)
    {
        if (state == InvalidationState.Listening && State != InvalidationState.Listening)
        {
            EverythingChanged();
        }

        Volatile.Write(ref _state, (int)state);
    }

    /// <inheritdoc/>
    public void ClientChanged(ClientKey clientKey) => Report(clientKey, static (listener, key) => listener.ClientChanged(key));

    /// <inheritdoc/>
    public void SessionDeleted(Guid sessionId) => Report(sessionId, static (listener, id) => listener.SessionDeleted(id));

    /// <inheritdoc/>
    public void ToolKeysChanged() => Report<object?>(null, static (listener, _) => listener.ToolKeysChanged());

    /// <inheritdoc/>
    public void EverythingChanged() => Report<object?>(null, static (listener, _) => listener.EverythingChanged());

    private void Report<T>(T subject, Action<IInvalidationListener, T> report)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                report(subscription.Listener, subject);
            }
            catch (Exception e) when (ListenerGuard.Report(e))
            {
                // The other listeners must get the report too. The reporter can do nothing about the exception.
            }
        }
    }

    private sealed class Subscription(InvalidationHub hub, IInvalidationListener listener) : IDisposable
    {
        public IInvalidationListener Listener { get; } = listener;

        public void Dispose() => ImmutableInterlocked.Update(ref hub._subscriptions, static (all, ended) => all.Remove(ended), this);
    }
}
