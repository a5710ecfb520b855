using System.Diagnostics;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Runs the reader's commands in an empty folder with an empty home. Exported variables stay for the next command.</summary>
internal sealed class ReaderShell
{
    // Variables of the test run would change the reader's builds and tool.
    private static readonly string[] _foreign = ["MSBUILD", "DOTNET_", "ASPNETCORE_", "LTI_", "PG", "CI", "DATABASE_URL", "NUGET_PACKAGES"];

    public ReaderShell(string folder)
    {
        Folder = Path.Combine(folder, "work");
        Home = Path.Combine(folder, "home");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Home);
        foreach (var (name, value) in Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>().Select(entry => ((string)entry.Key, (string?)entry.Value)))
        {
            if (name == "DOTNET_ROOT" || !_foreign.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
            {
                Variables[name] = value ?? "";
            }
        }

        Variables["HOME"] = Variables["DOTNET_CLI_HOME"] = Home;
        Variables["SSL_CERT_DIR"] = $"{Path.Combine(Home, ".aspnet", "dev-certs", "trust")}:/etc/ssl/certs";
        Variables["DOTNET_NOLOGO"] = Variables["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";

        // A build server that outlives the test would be left over.
        Variables["MSBUILDDISABLENODEREUSE"] = "1";
        Variables["UseSharedCompilation"] = "false";
    }

    public string Folder { get; }

    public string Home { get; }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The output.</returns>
    /// <exception cref="InvalidOperationException">The command failed.</exception>
    public async Task<string> RunAsync(string command, params int[] accepted)
    {
        var variables = Path.Combine(Home, "variables");
        var log = Path.Combine(Home, "log");
        using var process = Start($"{{ {command}\n}} > '{log}' 2>&1 && env -0 > '{variables}'", Folder);
        await process.WaitForExitAsync();
        var output = await File.ReadAllTextAsync(log);
        if (process.ExitCode != 0)
        {
            return accepted.Contains(process.ExitCode)
                ? output
                : throw new InvalidOperationException($"'{command}' ended with {process.ExitCode}:\n{output}");
        }

        foreach (var variable in (await File.ReadAllTextAsync(variables)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = variable.Split('=', 2);
            Variables[parts[0]] = parts[1];
        }

        return output;
    }

    /// <summary>Starts a command that runs until it is killed.</summary>
    public Process Start(string command, string folder)
    {
        var start = new ProcessStartInfo("bash", ["-e", "-c", command]) { WorkingDirectory = folder, UseShellExecute = false };
        start.Environment.Clear();
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException("bash did not start.");
    }
}
