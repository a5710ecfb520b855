namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Creates a model from a copy of its stored document.</summary>
internal delegate T DocumentFactory<out T>(Guid id, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt);
