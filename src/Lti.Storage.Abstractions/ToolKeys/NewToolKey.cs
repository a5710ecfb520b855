namespace Lti.Storage;

/// <summary>A tool key that is to be stored.</summary>
public sealed record NewToolKey
{
    /// <summary>The id, <c>kid</c> in a key set: 1 to 255 UTF-16 units. It is no secret.</summary>
    public required string KeyId { get; init; }

    /// <summary>The public part as a SubjectPublicKeyInfo in DER form (RFC 5280). It is stored in the clear.</summary>
    public required ReadOnlyMemory<byte> PublicKey { get; init; }

    /// <summary>The private part as a PKCS #8 document in DER form (RFC 5958), protected if possible.</summary>
    public required StoredSecret PrivateKey { get; init; }
}
