using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Doctor;

/// <summary>
/// Functions that go before PostgreSQL's own where a connection's search path says so: what a server answers about itself is then the test's choice.
/// </summary>
internal static class FakedServer
{
    /// <summary>Makes the functions, which answer as a server in good order would.</summary>
    public static Task AddToAsync(Database database) => database.ExecuteAsync(
        """
        CREATE SCHEMA faked;
        CREATE TABLE faked.settings (name text PRIMARY KEY, value text NOT NULL);
        INSERT INTO faked.settings VALUES ('fsync', 'on'), ('full_page_writes', 'on'), ('synchronous_commit', 'on'), ('synchronous_standby_names', ''),
            ('max_connections', '100'), ('superuser_reserved_connections', '3'), ('reserved_connections', '0'), ('transaction_read_only', 'off');
        CREATE FUNCTION faked.current_setting(asked text) RETURNS text LANGUAGE sql STABLE AS
            $$ SELECT coalesce((SELECT value FROM faked.settings WHERE name = asked), pg_catalog.current_setting(asked)) $$;
        CREATE FUNCTION faked.current_setting(asked text, missing boolean) RETURNS text LANGUAGE sql STABLE AS
            $$ SELECT coalesce((SELECT value FROM faked.settings WHERE name = asked), pg_catalog.current_setting(asked, missing)) $$;
        """);

    /// <summary>The tool on this database, answered by these functions.</summary>
    public static string ConnectionString(Database database) => database.Text(text => text.SearchPath = "faked,pg_catalog");
}
