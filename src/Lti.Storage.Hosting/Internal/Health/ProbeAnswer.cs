namespace Lti.Storage.Hosting.Internal.Health;

/// <summary>Holds the storage's answer to a health check.</summary>
/// <param name="Schema">The state of the schema. Null if the storage has none.</param>
/// <param name="BacklogAge">The age of the oldest expired row. Null if the storage does not report it.</param>
internal sealed record ProbeAnswer(SchemaStatus? Schema, TimeSpan? BacklogAge);
