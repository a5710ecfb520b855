namespace Lti.Storage.Benchmarks;

/// <summary>A login with its nonce and its remaining lifetime.</summary>
internal sealed record LoginRow(string Nonce, string Login, TimeSpan Remaining);
