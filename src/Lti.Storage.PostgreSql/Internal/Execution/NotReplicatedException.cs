namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The server committed, and its wait for a synchronous standby was cancelled.</summary>
internal sealed class NotReplicatedException() : Exception("The wait for a synchronous standby was cancelled.");
