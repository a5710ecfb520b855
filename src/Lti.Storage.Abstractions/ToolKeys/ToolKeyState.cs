namespace Lti.Storage;

/// <summary>Names the states of a tool key in their order.</summary>
public enum ToolKeyState
{
    /// <summary>Published, and not signing yet. Platforms learn of the key before they need it.</summary>
    Announced,

    /// <summary>Published and signing. Exactly one key is active at every moment (contract rule T1).</summary>
    Active,

    /// <summary>Published, and no longer signing. Platforms can still check what the key has signed.</summary>
    Retired,

    /// <summary>Neither published nor signing. The key was deleted or revoked, and its parts are erased.</summary>
    Deleted,
}
