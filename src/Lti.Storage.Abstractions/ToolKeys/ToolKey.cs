namespace Lti.Storage;

/// <summary>Describes a key of the ring without its parts.</summary>
public sealed record ToolKey
{
    /// <summary>The id, <c>kid</c> in a key set and in the header of a signed token.</summary>
    public required string KeyId { get; init; }

    /// <summary>The state at the time of the read.</summary>
    public required ToolKeyState State { get; init; }

    /// <summary>When the key starts or started to sign, on the caller's clock (rule E7). Null: it was revoked before.</summary>
    public required DateTimeOffset? SignsFrom { get; init; }

    /// <summary>When the key was stored, on the caller's clock (rule E7).</summary>
    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The size of the key in bits. Null if the key is deleted.</summary>
    public required int? KeySize { get; init; }

    /// <summary>Whether the stored private part is protected. Null if the key is deleted.</summary>
    public required bool? IsProtected { get; init; }
}
