namespace Lti.Storage.PostgreSql.Internal.Cleanup;

/// <summary>What one batch did.</summary>
/// <param name="Count">The rows that it removed.</param>
/// <param name="LastExpiry">The last of their expiries, as PostgreSQL keeps it: where the next batch begins.</param>
internal sealed record RemovedBatch(long Count, long LastExpiry);
