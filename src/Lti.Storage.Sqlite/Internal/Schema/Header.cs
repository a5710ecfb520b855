using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Sqlite.Internal.Schema;

/// <summary>Describes a file: its program and the version of its tables.</summary>
internal sealed record Header(long ApplicationId, int Version, bool HasTables)
{
    /// <summary>The bytes <c>LTI1</c> in the header of each file of this library.</summary>
    public const int OwnApplicationId = 0x4C544931;

    /// <summary>Whether no program has used the file yet.</summary>
    public bool IsEmpty => ApplicationId == 0 && Version == 0 && !HasTables;

    public static Header Read(PreparedConnection connection)
    {
        const string Sql = """
            SELECT application_id, user_version, EXISTS (SELECT 1 FROM sqlite_schema)
            FROM pragma_application_id, pragma_user_version
            """;
        using var row = connection.Read(Sql);
        row.Read();
        return new Header(row.GetInt64(0), row.GetInt32(1), row.GetBoolean(2));
    }

    /// <exception cref="LtiSchemaException">The file is another program's.</exception>
    public void RequireOwn(string path)
    {
        if (ApplicationId != OwnApplicationId && !IsEmpty)
        {
            throw new LtiSchemaException(
                $"The file {path} is the database of another program and was not changed. Give the storage a file of its own.");
        }
    }

    /// <exception cref="LtiSchemaException">This version of the library can't work with the tables.</exception>
    public void RequireUsable(PreparedConnection connection, string path)
    {
        RequireOwn(path);
        ReadStatus(connection).RequireUsable(path);
    }

    /// <summary>Compares the migrations of the file with those of this library.</summary>
    public SchemaStatus ReadStatus(PreparedConnection? connection) => new()
    {
        Version = Version,
        KnownVersion = Migration.Latest,
        MissingVersions = [.. Migration.All.Select(static known => known.Version).Where(known => known > Version)],
        IsIncompatible = Version > Migration.Latest && connection?.ReadNumber(
            "SELECT 1 FROM lti_storage_migrations WHERE version > $1 AND is_breaking LIMIT 1", Migration.Latest) is not null,
    };
}
