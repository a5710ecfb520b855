namespace Lti.Storage.Conformance.Samples;

/// <summary>A platform that counts fetches of its key set.</summary>
internal sealed class CountingKeySetUrl
{
    private int _fetches;

    public int Fetches => Volatile.Read(ref _fetches);

    /// <summary>The body of its answers.</summary>
    public byte[] Utf8 { get; set; } = KeySetSamples.Utf8("first");

    public TimeSpan? MaxAge { get; set; }

    public Exception? Failure { get; set; }

    public async Task<PlatformKeySetAnswer> AnswerAsync(string jwksUrl, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _fetches);
        await Task.Yield();
        return Failure is null ? new PlatformKeySetAnswer(Utf8, MaxAge) : throw Failure;
    }
}
