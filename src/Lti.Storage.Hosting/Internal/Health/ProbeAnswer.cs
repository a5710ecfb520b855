namespace Lti.Storage.Hosting.Internal.Health;

/// <summary>The storage's answer to a health check.</summary>
/// <param name="Schema">The state of the schema; null where the storage has none.</param>
/// <param name="BacklogAge">The age of the oldest expired row; null where the storage does not tell.</param>
internal sealed record ProbeAnswer(SchemaStatus? Schema, TimeSpan? BacklogAge);
