namespace Lti.Storage.Benchmarks;

/// <summary>A document with its remaining lifetime.</summary>
internal sealed class DocumentRow
{
    public required string Data { get; set; }

    public TimeSpan Remaining { get; set; }
}
