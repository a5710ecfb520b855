namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>A queue whose calls are held although a statement may be sent.</summary>
internal interface IHeldQueue
{
    /// <summary>Sends the calls that wait. It does nothing if the hold has ended.</summary>
    /// <param name="isLate">Whether the thread pool is late, so that no call is sent through it.</param>
    void EndHold(bool isLate);
}
