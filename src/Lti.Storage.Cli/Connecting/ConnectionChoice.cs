using System.CommandLine;
using Lti.Storage.Cli.Parsing;
using Microsoft.Extensions.Configuration;

namespace Lti.Storage.Cli.Connecting;

/// <summary>
/// Which database is meant: what the command line says; else the connection string <c>Lti</c> of the configuration, which is meant for this tool; else
/// <c>DATABASE_URL</c>. Blank is as good as absent, but not on the command line: there it is a variable that is not set.
/// </summary>
internal static class ConnectionChoice
{
    public static string Find(ParseResult arguments)
    {
        if (arguments.GetResult(GlobalOptions.Connection) is not null)
        {
            return NotBlank(arguments.GetValue(GlobalOptions.Connection)) ?? throw new RefusedException("--connection is empty.");
        }

        var configuration = Read();
        return NotBlank(configuration.GetConnectionString("Lti"))
            ?? NotBlank(configuration["DATABASE_URL"])
            ?? throw new RefusedException("No database is named. Give --connection, or set DATABASE_URL or ConnectionStrings__Lti. See lti-storage --help.");
    }

    /// <summary>What a .NET program started in this folder would read.</summary>
    private static IConfigurationRoot Read()
    {
        var environment = NotBlank(Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")) ?? "Production";
        try
        {
            return new ConfigurationBuilder()
                .SetBasePath(Directory.GetCurrentDirectory())
                .AddJsonFile("appsettings.json", optional: true)
                .AddJsonFile($"appsettings.{environment}.json", optional: true)
                .AddEnvironmentVariables()
                .Build();
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            // The reader's message may quote a line of the file.
            throw new RefusedException("appsettings.json of this folder can't be read: it is no JSON, or not this user's to read.");
        }
    }

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
