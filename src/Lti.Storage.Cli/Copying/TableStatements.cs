namespace Lti.Storage.Cli.Copying;

/// <summary>The statements that copy one table.</summary>
/// <param name="ReadPage">Reads the unexpired rows after a key, in the order of their keys.</param>
/// <param name="Find">Finds rows by their keys, expired or not.</param>
/// <param name="Write">
/// Adds rows. A row that is there stays, but a nonce that either database has used stays used, and the later expiry wins. A key that either
/// database has erased stays erased, and the earlier start wins.
/// </param>
internal sealed record TableStatements(string ReadPage, string Find, string Write);
