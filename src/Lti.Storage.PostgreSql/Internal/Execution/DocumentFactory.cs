namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Creates a model from its key and a copy of its stored document.</summary>
internal delegate T DocumentFactory<in TKey, out T>(TKey key, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt);
