namespace Lti.Storage.Benchmarks;

internal sealed class SessionRow
{
    public Guid Id { get; set; }

    public required string Data { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}
