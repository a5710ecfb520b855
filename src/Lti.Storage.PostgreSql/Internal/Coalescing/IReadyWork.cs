namespace Lti.Storage.PostgreSql.Internal.Coalescing;

/// <summary>What could run in this process, and waits for a thread. It may make calls, and calls that come in a burst better share their statement.</summary>
internal interface IReadyWork
{
    /// <summary>Whether there is any.</summary>
    bool IsPending { get; }

    /// <summary>Runs something behind it, in nobody's context.</summary>
    void Follow(Action action);
}
