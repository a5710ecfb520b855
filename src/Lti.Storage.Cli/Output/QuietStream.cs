namespace Lti.Storage.Cli.Output;

/// <summary>Discards what is written after an expected error of the stream below it.</summary>
/// <remarks>A closed pipe, for example, must not stop the work that a command has begun.</remarks>
/// <param name="inner">The standard stream.</param>
/// <param name="isExpected">Whether an error of the stream means that its reader has gone.</param>
internal sealed class QuietStream(Stream inner, Func<Exception, bool> isExpected) : Stream
{
    /// <summary>Whether an expected error has occurred.</summary>
    public bool IsClosed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsClosed)
        {
            return;
        }

        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (isExpected(e))
        {
            IsClosed = true;
        }
    }

    // The streams below keep no bytes back.
    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
