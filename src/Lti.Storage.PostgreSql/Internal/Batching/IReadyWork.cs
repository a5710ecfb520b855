namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>What could run in this process, and waits for a thread. It may make calls, and calls that come in a burst better share their statement.</summary>
internal interface IReadyWork
{
    /// <summary>How many pieces of it there are.</summary>
    long Count { get; }

    /// <summary>Runs something in nobody's context once what is ready has begun, or most of it: there is no strict order.</summary>
    void Follow(Action action);
}
