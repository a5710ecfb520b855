namespace Lti.Storage;

/// <summary>Tells what a save does with a client that already has other endpoints (contract rule L8).</summary>
public enum ExistingEndpoints
{
    /// <summary>Refuses the save and changes nothing. This is the default.</summary>
    /// <remarks>
    /// Self-hosted platforms may share an issuer and a client id. A save that replaced endpoints would hand one customer's launches to
    /// another.
    /// </remarks>
    Refuse,

    /// <summary>Replaces them. Use it where an administrator has confirmed the change.</summary>
    Replace,
}
