namespace QuickStart;

internal static class Usage
{
    public const string Text = """
        A small LTI 1.3 tool on Lti.Storage, and a simulated platform to launch it from.

        dotnet run                        start the web application on http://localhost:5080
        dotnet run -- --urls <url>        start it elsewhere
        dotnet run -- replay <folder>     play each JSON file of launch claims in a folder
        dotnet run -- register <folder>   play a dynamic registration with each JSON file,
                                          the configuration of a platform, in a folder

        Everything is kept in memory, or in PostgreSQL if the connection string Lti
        (ConnectionStrings__Lti) or DATABASE_URL is set, as a postgresql:// URI or in
        Npgsql's form. Tables that are missing there are made at the start. Traces and metrics
        go to the collector that OTEL_EXPORTER_OTLP_ENDPOINT names; /healthz tells the health.

        replay and register end with "N of M as expected" and exit with 0 if all are, with 1
        if not, and with 2 if the folder is missing, unreadable or holds no JSON file. A file
        that can't be launched or registered is as expected when it is refused, with the
        reason, and nothing of it is stored.
        A database that can't be used is one line on standard error and exit code 3.
        """;
}
