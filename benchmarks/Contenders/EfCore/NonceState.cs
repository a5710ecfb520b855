namespace Lti.Storage.Benchmarks;

internal sealed record NonceState(bool IsExpired, bool IsUsed, string? State);
