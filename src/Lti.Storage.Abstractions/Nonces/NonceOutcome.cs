namespace Lti.Storage;

/// <summary>Tells how consuming a nonce ended (contract rule N2). Only <see cref="Consumed"/> accepts the launch.</summary>
public enum NonceOutcome
{
    /// <summary>The nonce is not stored: it never was, or it expired and was cleaned up. Refuse the launch.</summary>
    Unknown,

    /// <summary>The nonce was unexpired and unused, and is used now. Exactly one caller ever gets this (rule N3).</summary>
    Consumed,

    /// <summary>The nonce has expired: the launch took longer than the nonce's lifetime. Refuse the launch.</summary>
    /// <remarks>At the instant of its expiry a nonce is expired (rule N4).</remarks>
    Expired,

    /// <summary>The nonce was used before: a replay or the loser of a race. Refuse the launch.</summary>
    AlreadyUsed,
}
