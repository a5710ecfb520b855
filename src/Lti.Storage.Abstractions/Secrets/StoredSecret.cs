namespace Lti.Storage;

/// <summary>Holds the bytes of a secret as they are stored.</summary>
/// <remarks>Its text form shows the number of bytes only.</remarks>
/// <param name="Bytes">The protected bytes, or the secret itself if <paramref name="IsProtected"/> is false.</param>
/// <param name="IsProtected">Whether an <see cref="ISecretProtector"/> has protected the bytes.</param>
public sealed record StoredSecret(ReadOnlyMemory<byte> Bytes, bool IsProtected)
{
    /// <summary>Compares the bytes and the protection.</summary>
    /// <param name="other">The other secret or null.</param>
    /// <returns>True if both are equal.</returns>
    public bool Equals(StoredSecret? other)
        => other is not null && IsProtected == other.IsProtected && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsProtected, Bytes.Length);

    /// <summary>Returns the number of bytes and never the bytes.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{(IsProtected ? "protected" : "unprotected")} secret of {Bytes.Length} bytes";
}
