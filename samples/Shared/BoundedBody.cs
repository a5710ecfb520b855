// Copy this file: it bounds what a stranger makes this process read.
namespace QuickStart.Shared;

/// <summary>Reads an untrusted body up to a maximum size.</summary>
internal static class BoundedBody
{
    /// <summary>The maximum size in bytes: twenty times the largest known configuration (Canvas).</summary>
    public const int MaxBytes = 262_144;

    public static async Task<byte[]> ReadAsync(Stream body, string what, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[16_384];
        int read;
        while ((read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (kept.Length + read > MaxBytes)
            {
                throw RequestRefusedException.BadRequest($"{what} is larger than {MaxBytes} bytes.");
            }

            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }
}
