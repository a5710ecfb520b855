using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Records the reports of a storage to a cache.</summary>
internal sealed class Heard : IInvalidationListener
{
    private readonly ConcurrentQueue<string> _reports = new();

    public IReadOnlyCollection<string> Reports => _reports;

    /// <summary>Gets the callback for each report. It runs in the report's context.</summary>
    public Action? OnReport { get; init; }

    public void ClientChanged(ClientKey clientKey) => Add($"client {clientKey}");

    public void SessionDeleted(Guid sessionId) => Add($"session {sessionId}");

    public void EverythingChanged() => Add("everything");

    public Task UntilAsync(string report) => Eventually.TrueAsync(() => Task.FromResult(_reports.Contains(report, StringComparer.Ordinal)), TestContext.Current.CancellationToken);

    private void Add(string report)
    {
        OnReport?.Invoke();
        _reports.Enqueue(report);
    }
}
