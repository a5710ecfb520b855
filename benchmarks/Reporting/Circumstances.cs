using System.Globalization;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Describes the conditions of a measurement.</summary>
internal static class Circumstances
{
    /// <summary>The load average of the last 1, 5 and 15 minutes on Linux.</summary>
    public static string Load => File.Exists("/proc/loadavg") ? string.Join(", ", File.ReadAllText("/proc/loadavg").Split(' ')[..3]) : "not known";

    /// <summary>Formats all conditions as a Markdown table.</summary>
    public static string Describe(IReadOnlyList<string> arguments, BenchmarkServer? server)
    {
        var table = new StringBuilder("| | |\n|---|---|\n");
        Row(table, "Command", $"`dotnet run -c Release --project benchmarks -- {string.Join(' ', arguments)}`");
        Row(table, "Machine", $"{Processor()}, {Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1 << 30)} GB, {RuntimeInformation.OSDescription}");
        Row(table, "Runtime", $"{RuntimeInformation.FrameworkDescription}, {(GCSettings.IsServerGC ? "server" : "workstation")} GC");
        Row(table, "Libraries", $"Lti.Storage {Version(typeof(ILtiStorage))}, Npgsql {Version(typeof(NpgsqlConnection))}, EF Core {Version(typeof(DbContext))}");
        Row(table, "Commit", $"`{Commit(typeof(Circumstances).Assembly)}`");
        if (server is not null)
        {
            Row(table, "Server", $"{server.Description}: {string.Join(", ", server.Settings.Select(setting => $"`{setting.Key} = {setting.Value}`"))}");
        }

        Row(table, "Load average", $"{Load} at the start, of {Environment.ProcessorCount} cores");
        Row(table, "Date", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture));
        return table.ToString();
    }

    /// <summary>Gets the commit of an assembly. The SDK appends it to the version when it builds in a clone.</summary>
    internal static string Commit(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+') is [_, var commit] ? commit : "unknown";

    private static void Row(StringBuilder table, string name, string text) => table.Append(CultureInfo.InvariantCulture, $"| {name} | {text} |\n");

    private static string Version(Type type) => type.Assembly.GetName().Version!.ToString(fieldCount: 3);

    private static string Processor()
    {
        const string Key = "model name";
        var line = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
