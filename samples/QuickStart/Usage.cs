namespace QuickStart;

internal static class Usage
{
    public const string Text = """
        A small LTI 1.3 tool on Lti.Storage, and a simulated platform to launch it from.

        dotnet run                        start the web application on http://localhost:5080
        dotnet run -- --urls <url>        start it elsewhere
        dotnet run -- replay <folder>     play each JSON file of launch claims in a folder

        replay ends with "N of M as expected" and exits with 0 if all are, with 1 if not,
        and with 2 if the folder is missing, unreadable or holds no JSON file.
        """;
}
