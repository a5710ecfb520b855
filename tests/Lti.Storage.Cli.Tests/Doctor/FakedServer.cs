using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Doctor;

/// <summary>Replaces functions of PostgreSQL so that a test chooses the settings that a server reports.</summary>
/// <remarks>The search path of the connection puts these functions before PostgreSQL's.</remarks>
internal static class FakedServer
{
    /// <summary>Creates the functions. They answer like a server in good order.</summary>
    public static Task AddToAsync(Database database) => database.ExecuteAsync(
        """
        CREATE SCHEMA faked;
        CREATE TABLE faked.settings (name text PRIMARY KEY, value text NOT NULL);
        INSERT INTO faked.settings VALUES ('fsync', 'on'), ('full_page_writes', 'on'), ('synchronous_commit', 'on'),
            ('synchronous_standby_names', ''), ('max_connections', '100'), ('superuser_reserved_connections', '3'),
            ('reserved_connections', '0'), ('transaction_read_only', 'off'),
            ('lock_timeout', '2s'), ('server_encoding', 'UTF8'), ('log_parameter_max_length_on_error', '0'), ('log_statement', 'none'),
            ('log_min_duration_statement', '-1'), ('log_min_duration_sample', '-1'), ('log_transaction_sample_rate', '0');
        CREATE FUNCTION faked.current_setting(asked text) RETURNS text LANGUAGE sql STABLE AS
            $$ SELECT coalesce((SELECT value FROM faked.settings WHERE name = asked), pg_catalog.current_setting(asked)) $$;
        CREATE FUNCTION faked.current_setting(asked text, missing boolean) RETURNS text LANGUAGE sql STABLE AS
            $$ SELECT coalesce((SELECT value FROM faked.settings WHERE name = asked), pg_catalog.current_setting(asked, missing)) $$;
        """);

    public static Task SetAsync(Database database, string setting, string value)
        => database.ExecuteAsync(
            $"INSERT INTO faked.settings VALUES ('{setting}', '{value}') ON CONFLICT (name) DO UPDATE SET value = excluded.value");

    /// <summary>Returns a connection string whose search path begins with the functions.</summary>
    public static string ConnectionString(Database database) => database.Text(text => text.SearchPath = "faked,pg_catalog");
}
