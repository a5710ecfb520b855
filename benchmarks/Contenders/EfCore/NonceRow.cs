namespace Lti.Storage.Benchmarks;

internal sealed class NonceRow
{
    public required string Nonce { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    public string? State { get; set; }

    public string? Login { get; set; }
}
