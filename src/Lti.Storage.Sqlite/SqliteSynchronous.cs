namespace Lti.Storage.Sqlite;

/// <summary>Chooses when a write is safe on the disk.</summary>
public enum SqliteSynchronous
{
    /// <summary>Each commit waits until the disk has it. An acknowledged write survives a power cut.</summary>
    /// <remarks>Concurrent writes share a commit, so that they share the wait.</remarks>
    Full,

    /// <summary>A commit does not wait for the disk.</summary>
    /// <remarks>
    /// A power cut or a crash of the machine may lose the last writes. A lost write may be the use of a nonce. That nonce can be
    /// used a second time until it expires. A crash of the process alone loses nothing, and the file stays consistent.
    /// </remarks>
    Normal,
}
