namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>The result of one batch.</summary>
/// <param name="Count">The rows that it removed.</param>
/// <param name="LastExpiry">The last of their expiries, in PostgreSQL's binary form. The next batch begins there.</param>
internal sealed record RemovedBatch(long Count, long LastExpiry);
