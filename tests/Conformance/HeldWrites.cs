namespace Lti.Storage.Conformance;

/// <summary>Holds the writes of an environment back until it is disposed.</summary>
public abstract class HeldWrites : IAsyncDisposable
{
    /// <summary>True if a held write was already sent: a server holds it. False if it waits in the provider.</summary>
    /// <remarks>
    /// A cancelled token stops a write that waits in the provider (rule E5). Such a write also reads the clock after its wait (rule E7). A
    /// write that was sent may do otherwise.
    /// </remarks>
    public abstract bool AreSent { get; }

    /// <summary>Waits until a write is held. A write that starts earlier is not held.</summary>
    /// <remarks>A test calls it after it has started the write.</remarks>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>A task that ends when a write is held.</returns>
    public abstract ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>Lets the held writes go on.</summary>
    /// <returns>A task that ends when no write is held.</returns>
    public abstract ValueTask DisposeAsync();
}
