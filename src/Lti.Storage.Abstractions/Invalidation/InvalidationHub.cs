using System.Collections.Immutable;

namespace Lti.Storage;

/// <summary>
/// Hands each report to all that have subscribed: within one process by itself, and the part of a transport that faces its caches. Thread-safe and
/// without locks; a listener that throws does not keep a report from the others.
/// </summary>
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

    /// <summary>Sets the state, where a transport has one. On becoming <see cref="InvalidationState.Listening"/> everything is first reported as changed.</summary>
    /// <param name="state">The state from now on.</param>
    public void Become(InvalidationState state)
    {
        if (state == InvalidationState.Listening && State != InvalidationState.Listening)
        {
            EverythingChanged();
        }

        Volatile.Write(ref _state, (int)state);
    }

    /// <inheritdoc/>
    public void ClientChanged(Guid ltiClientId) => Report(ltiClientId, static (listener, id) => listener.ClientChanged(id));

    /// <inheritdoc/>
    public void SessionDeleted(Guid sessionId) => Report(sessionId, static (listener, id) => listener.SessionDeleted(id));

    /// <inheritdoc/>
    public void EverythingChanged() => Report(Guid.Empty, static (listener, _) => listener.EverythingChanged());

    private void Report(Guid id, Action<IInvalidationListener, Guid> report)
    {
        foreach (var subscription in _subscriptions)
        {
            try
            {
                report(subscription.Listener, id);
            }
#pragma warning disable CA1031 // The others must be told all the same, and whoever reports can do nothing about it.
            catch (Exception)
#pragma warning restore CA1031
            {
            }
        }
    }

    private sealed class Subscription(InvalidationHub hub, IInvalidationListener listener) : IDisposable
    {
        public IInvalidationListener Listener { get; } = listener;

        public void Dispose() => ImmutableInterlocked.Update(ref hub._subscriptions, static (all, ended) => all.Remove(ended), this);
    }
}
