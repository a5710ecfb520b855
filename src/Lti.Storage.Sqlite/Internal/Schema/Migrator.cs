using System.Globalization;
using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal.Schema;

/// <summary>Reads and applies the migrations of the file. All missing ones are applied in one transaction.</summary>
internal sealed class Migrator(DatabaseFile file, ILogger logger) : IStorageSchema
{
    public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default)
        => Task.Run(ReadStatus, cancellationToken);

    public Task CheckAsync(CancellationToken cancellationToken = default) => Task.Run(
        () =>
        {
            var status = ReadStatus();
            if (status.Version == 0 && file.MayCreate)
            {
                Migrate(cancellationToken);
                return;
            }

            status.RequireUsable(file.Path);
            WarnIfNewer(status);
        },
        cancellationToken);

    public Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default)
        => Task.Run(() => Migrate(cancellationToken), cancellationToken);

    private SchemaStatus ReadStatus()
    {
        if (file.CanBeCreated)
        {
            return new Header(ApplicationId: 0, Version: 0, HasTables: false).ReadStatus(connection: null);
        }

        using var connection = file.OpenUnchecked();
        return Guarded(() =>
        {
            var header = Header.Read(connection);
            header.RequireOwn(file.Path);
            return header.ReadStatus(connection);
        });
    }

    private IReadOnlyList<int> Migrate(CancellationToken cancellationToken)
    {
        using var connection = file.OpenMigrating();
        return Guarded<IReadOnlyList<int>>(() =>
        {
            LockWait.Begin(connection, file.LockTimeout, cancellationToken);

            // Another process may have migrated the file while this one waited for the lock.
            var header = Header.Read(connection);
            header.RequireOwn(file.Path);
            var status = header.ReadStatus(connection);
            status.RequireCompatible(file.Path);
            WarnIfNewer(status);
            foreach (var migration in Migration.All.Where(known => status.MissingVersions.Contains(known.Version)))
            {
                Apply(connection, migration);
            }

            Commit(connection);
            foreach (var version in status.MissingVersions)
            {
                logger.MigrationApplied(version, file.Path);
            }

            return status.MissingVersions;
        });
    }

    private void Commit(PreparedConnection connection)
    {
        try
        {
            connection.Run("COMMIT");
        }
        catch (SqliteException e)
        {
            throw Failure.ToException(e, file.Path, Failure.ProvesRollback(e) ? LtiWorkOutcome.NotApplied : LtiWorkOutcome.Unknown);
        }
    }

    private static void Apply(PreparedConnection connection, Migration migration)
    {
        connection.Run(migration.Sql);
        connection.Execute(
            "INSERT INTO lti_storage_migrations (version, name, is_breaking, applied_at) VALUES ($1, $2, $3, $4)",
            migration.Version,
            migration.Name,
            migration.IsBreaking ? 1L : 0L,
            TimeProvider.System.GetUtcNow().UtcTicks);
        connection.Run(string.Create(
            CultureInfo.InvariantCulture,
            $"PRAGMA application_id = {Header.OwnApplicationId}; PRAGMA user_version = {migration.Version}"));
    }

    private void WarnIfNewer(SchemaStatus status)
    {
        if (status.Version > status.KnownVersion)
        {
            logger.SchemaIsNewer(file.Path, status.Version, status.KnownVersion);
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw Failure.ToException(e, file.Path, LtiWorkOutcome.NotApplied);
        }
    }
}
