using Lti.Storage.PostgreSql.Internal.Batching;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>As if work were always ready: every call that could be sent at once waits for others.</summary>
internal sealed class EndlessWork : IReadyWork
{
    public long Count => 1;

    public void Follow(Action action) => ThreadPoolWork.Instance.Follow(action);
}
