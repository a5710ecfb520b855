using System.Buffers;

namespace Lti.Storage.Internal.Json;

/// <summary>Collects bytes in a pooled array. The array goes back cleared, since it holds personal data.</summary>
internal sealed class PooledBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);
    private int _written;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _written);

    public void Advance(int count) => _written += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_written);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose() => Return(Interlocked.Exchange(ref _bytes, []));

    private void Reserve(int sizeHint)
    {
        var needed = checked(_written + Math.Max(1, sizeHint));
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)));
        Written.CopyTo(larger);
        Return(_bytes);
        _bytes = larger;
    }

    private void Return(byte[] bytes)
    {
        if (bytes.Length > 0)
        {
            bytes.AsSpan(0, _written).Clear();
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
