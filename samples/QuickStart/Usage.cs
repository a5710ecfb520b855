// For people who look. A real tool has no such commands.
namespace QuickStart;

internal static class Usage
{
    public const string Text = """
        A small LTI 1.3 tool on Lti.Storage and a simulated platform that launches it.

        dotnet run                        start the web application on http://localhost:5080
        dotnet run -- --urls <url>        start it on another address
        dotnet run -- --memory            keep nothing when it ends
        dotnet run -- replay <folder>     play each JSON file of launch claims in a folder
        dotnet run -- register <folder>   play a dynamic registration with each JSON file
                                          of a folder: a platform's configuration

        The web application keeps its data in the SQLite file quickstart.db of the current
        folder, and replay and register keep none. Set the connection string Lti
        (ConnectionStrings__Lti) or DATABASE_URL to use another file (Data Source=lti.db) or
        PostgreSQL: a postgresql:// URI or Npgsql's form. The start creates missing tables.
        Set OTEL_EXPORTER_OTLP_ENDPOINT to export traces and metrics.
        /healthz reports the health. The start prints the password of the administration.
        Safari keeps the cookies of a tool on https only: run it with a developer's certificate.

        replay and register print "N of M as expected". An invalid file is as expected when it
        is refused with a reason and nothing of it is stored. Exit codes:
        0  all files are as expected
        1  some are not
        2  the folder is missing, unreadable or has no JSON files
        3  the database can't be used
        """;
}
