using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Doctor;

/// <summary>The doctor's list of expected objects has to follow the migrations.</summary>
public sealed class ExpectedTablesTests
{
    [Fact]
    public async Task Doctor_expects_exactly_the_objects_that_the_migrations_create()
    {
        await using var database = await Database.MigratedAsync();

        var tables = await database.QueryTextsAsync(
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'lti_storage_migrations'
            """);
        var indexes = await database.QueryTextsAsync(
            """
            SELECT concat_ws(
                ' ', indrelid::regclass, indexrelid::regclass, indisunique, regexp_replace(pg_get_indexdef(indexrelid), '^.* USING ', ''))
            FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
            WHERE relnamespace = 'public'::regnamespace AND relname <> 'lti_storage_migrations'
            """);
        var triggers = await database.QueryTextsAsync(
            "SELECT concat_ws(' ', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal");

        Assert.Equal(tables.Order(StringComparer.Ordinal), ExpectedTables.Tables.Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(
            indexes.Order(StringComparer.Ordinal),
            ExpectedTables.Indexes
                .Select(index => $"{index.Table} {index.Name} {(index.IsUnique ? "t" : "f")} {index.Definition}")
                .Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
        Assert.Equal(
            triggers.Order(StringComparer.Ordinal),
            ExpectedTables.Triggers.Select(trigger => $"{trigger.Table} {trigger.Trigger}").Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }
}
