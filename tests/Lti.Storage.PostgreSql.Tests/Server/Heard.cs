using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>What a storage reported to a cache.</summary>
internal sealed class Heard : IInvalidationListener
{
    private readonly ConcurrentQueue<string> _reports = new();

    public IReadOnlyCollection<string> Reports => _reports;

    public void ClientChanged(Guid ltiClientId) => _reports.Enqueue($"client {ltiClientId}");

    public void SessionDeleted(Guid sessionId) => _reports.Enqueue($"session {sessionId}");

    public void EverythingChanged() => _reports.Enqueue("everything");

    public Task UntilAsync(string report) => Eventually.TrueAsync(() => Task.FromResult(_reports.Contains(report, StringComparer.Ordinal)), TestContext.Current.CancellationToken);
}
