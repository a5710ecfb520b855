using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>Creates the ring of a database for one command.</summary>
internal static class KeyRing
{
    /// <summary>Creates a ring that can't make keys.</summary>
    /// <param name="database">The database.</param>
    /// <param name="retireFor">How long a key stays published after it has signed.</param>
    public static ToolKeyRing CreateReader(IDatabase database, TimeSpan retireFor)
        => Create(database, new ToolKeyOptions { RetireFor = retireFor }, protector: null);

    public static ToolKeyRing Create(IDatabase database, ToolKeyOptions options, ISecretProtector? protector)
    {
        // A command reads the ring once, so it needs no reports of changes.
        return ToolKeyRing.Create(database.Storage, options, protector, new InvalidationHub());
    }
}
