namespace Lti.Storage.Benchmarks;

/// <summary>A stored document and what remains of its lifetime.</summary>
internal sealed class DocumentRow
{
    public required string Data { get; set; }

    public TimeSpan Remaining { get; set; }
}
