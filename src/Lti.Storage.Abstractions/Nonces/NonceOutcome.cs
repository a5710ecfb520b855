namespace Lti.Storage;

/// <summary>The answer to consuming a nonce (contract rule N2). Only <see cref="Consumed"/> accepts the launch.</summary>
public enum NonceOutcome
{
    /// <summary>No such nonce is stored; it never was, or it expired and was cleaned up. Refuse the launch.</summary>
    Unknown,

    /// <summary>The nonce was stored, unexpired and unused, and is used now. Exactly one caller ever gets this (rule N3).</summary>
    Consumed,

    /// <summary>The nonce has expired: the launch took longer than the login's lifetime. At the instant of expiry it is expired (rule N4). Refuse the launch.</summary>
    Expired,

    /// <summary>The nonce was used before: a replay, or the loser of a race. Refuse the launch.</summary>
    AlreadyUsed,
}
