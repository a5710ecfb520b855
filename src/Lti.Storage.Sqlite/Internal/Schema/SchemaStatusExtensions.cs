namespace Lti.Storage.Sqlite.Internal.Schema;

internal static class SchemaStatusExtensions
{
    /// <exception cref="LtiSchemaException">A newer library made a breaking change, or migrations are missing.</exception>
    public static void RequireUsable(this SchemaStatus status, string path)
    {
        status.RequireCompatible(path);
        if (status.MissingVersions.Count > 0)
        {
            throw new LtiSchemaException(
                $"The database {path} lacks the migrations {string.Join(", ", status.MissingVersions)} of LTI storage. "
                    + $"Set SchemaOnStart to Migrate, or call {nameof(IStorageSchema.MigrateAsync)}.");
        }
    }

    /// <exception cref="LtiSchemaException">A newer library made a breaking change.</exception>
    public static void RequireCompatible(this SchemaStatus status, string path)
    {
        if (status.IsIncompatible)
        {
            throw new LtiSchemaException(
                $"The database {path} has version {status.Version}, which a newer library made and this one, which knows "
                    + $"{status.KnownVersion}, can't work with. Update the library.");
        }
    }
}
