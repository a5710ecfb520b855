namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Holds a running server and the object to dispose after its use.</summary>
internal sealed record RunningServer(string ConnectionString, IAsyncDisposable? Owned);
