namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>A server that a source found or started, and what to dispose of when it has served.</summary>
internal sealed record RunningServer(string ConnectionString, IAsyncDisposable? Owned);
