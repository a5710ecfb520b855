using System.CommandLine;
using Lti.Storage.Cli.Parsing;
using Microsoft.Extensions.Configuration;

namespace Lti.Storage.Cli.Connecting;

/// <summary>The connection string that the command works with.</summary>
/// <remarks>
/// The order is <c>--connection</c>, the environment, then the working directory's settings files.
/// A blank setting counts as absent. A blank <c>--connection</c> is refused because it is most likely an unset shell variable.
/// </remarks>
/// <param name="text">The connection string. It may hold a password.</param>
/// <param name="source">The name of the option, variable or file that holds it.</param>
internal sealed class ConnectionChoice(string text, string source)
{
    private const string Name = "Lti";
    private const string Url = "DATABASE_URL";

    /// <summary>The connection string. It may hold a password.</summary>
    public string Text => text;

    /// <summary>The name of the option, variable or file that holds it.</summary>
    public string Source => source;

    /// <summary>Finds the connection string.</summary>
    /// <exception cref="RefusedException">There is none, or a settings file can't be read.</exception>
    public static ConnectionChoice Find(ParseResult arguments, ToolHost host)
    {
        var option = arguments.GetResult(GlobalOptions.Connection) is null ? null : arguments.GetValue(GlobalOptions.Connection);
        if (option is not null && string.IsNullOrWhiteSpace(option))
        {
            throw new RefusedException("--connection is empty. The shell variable in it may not be set.");
        }

        return Choice(option, "--connection")
            ?? OfEnvironment(host.Variables)
            ?? OfFiles(host)
            ?? throw new RefusedException(
                "No database is named. Set DATABASE_URL or ConnectionStrings__Lti, or give --connection. See lti-storage --help.");
    }

    private static ConnectionChoice? OfEnvironment(IConfiguration variables)
        => Choice(variables.GetConnectionString(Name), $"ConnectionStrings__{Name}") ?? Choice(variables[Url], Url);

    private static ConnectionChoice? OfFiles(ToolHost host)
    {
        var environment = host.Variables["DOTNET_ENVIRONMENT"];
        environment = string.IsNullOrWhiteSpace(environment) ? "Production" : environment;
        return OfFile(host.Folder, $"appsettings.{environment}.json") ?? OfFile(host.Folder, "appsettings.json");
    }

    private static ConnectionChoice? OfFile(string folder, string file)
    {
        try
        {
            var settings = new ConfigurationBuilder()
                .SetBasePath(folder)
                .AddJsonFile(file, optional: true)
                .Build();
            return Choice(settings.GetConnectionString(Name), $"{file} of the working directory");
        }
        catch (Exception e) when (e is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            // The message of the exception may quote a line of the file.
            throw new RefusedException(
                $"{file} of the working directory can't be read. Correct its JSON or its permissions, or set DATABASE_URL.");
        }
    }

    private static ConnectionChoice? Choice(string? text, string source) => string.IsNullOrWhiteSpace(text) ? null : new(text, source);
}
