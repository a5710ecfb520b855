namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>A transaction failed before its COMMIT was sent, so it is rolled back.</summary>
internal sealed class UncommittedException(Exception cause) : Exception(cause.Message, cause);
