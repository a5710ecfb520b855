namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Makes a model of its stored document, which it copies.</summary>
internal delegate T DocumentFactory<out T>(Guid id, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt);
