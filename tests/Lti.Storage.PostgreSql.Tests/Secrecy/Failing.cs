using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Prepares a database whose rows fail with a chosen error when a user under row security reads or writes them.</summary>
internal static class Failing
{
    /// <summary>Ends the connection with severity FATAL.</summary>
    public const string Fatal = "FATAL";

    /// <summary>The server's message quotes the value.</summary>
    public const string Cast = "22P02 of a cast";

    public static Task PrepareAsync(TestDatabase database) => database.ExecuteAsync(
        """
        CREATE TABLE chosen (error text);
        CREATE FUNCTION fail(value text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS $$
        DECLARE
            error text := (SELECT chosen.error FROM public.chosen);
        BEGIN
            RAISE DEBUG 'about to look at %', value;
            RAISE NOTICE 'looks at %', value;
            IF error IS NULL THEN
                RETURN true;
            ELSIF error = 'FATAL' THEN
                PERFORM pg_terminate_backend(pg_backend_pid());
                RETURN true;
            ELSIF error = '22P02 of a cast' THEN
                RETURN value::int > 0;
            END IF;
            RAISE EXCEPTION USING ERRCODE = error, MESSAGE = 'of ' || value, DETAIL = 'detail of ' || value, HINT = 'hint for ' || value;
        END
        $$;
        ALTER TABLE clients ENABLE ROW LEVEL SECURITY;
        ALTER TABLE deployments ENABLE ROW LEVEL SECURITY;
        ALTER TABLE nonces ENABLE ROW LEVEL SECURITY;
        ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
        ALTER TABLE registration_sessions ENABLE ROW LEVEL SECURITY;
        CREATE POLICY fails ON clients USING (fail(clients::text));
        CREATE POLICY fails ON deployments USING (fail(deployments::text));
        CREATE POLICY fails ON nonces USING (fail(nonces::text));
        CREATE POLICY fails ON sessions USING (fail(sessions::text));
        CREATE POLICY fails ON registration_sessions USING (fail(registration_sessions::text));
        """);

    public static Task ChooseAsync(TestDatabase database, string error) => database.ExecuteAsync($"TRUNCATE chosen; INSERT INTO chosen VALUES ('{error}')");

    public static Task StopAsync(TestDatabase database) => database.ExecuteAsync("TRUNCATE chosen");
}
