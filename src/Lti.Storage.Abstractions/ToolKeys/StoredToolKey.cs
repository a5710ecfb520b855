namespace Lti.Storage;

/// <summary>A row of the tool keys as it was read. Times are relative to the moment of the read by the storage's clock.</summary>
public sealed record StoredToolKey
{
    /// <summary>The id, <c>kid</c> in a key set.</summary>
    public required string KeyId { get; init; }

    /// <summary>The public part as a SubjectPublicKeyInfo in DER form. Null if the key was revoked or deleted.</summary>
    public required ReadOnlyMemory<byte>? PublicKey { get; init; }

    /// <summary>The stored private part. Null if the key was revoked or deleted.</summary>
    public required StoredSecret? PrivateKey { get; init; }

    /// <summary>The time until the key starts to sign. Zero or negative: it has started. Null: it was revoked before its start.</summary>
    public required TimeSpan? StartsIn { get; init; }

    /// <summary>The time since the key was stored.</summary>
    public required TimeSpan Age { get; init; }

    /// <summary>Whether the key was revoked or deleted.</summary>
    public bool IsRemoved => PublicKey is null || PrivateKey is null;
}
