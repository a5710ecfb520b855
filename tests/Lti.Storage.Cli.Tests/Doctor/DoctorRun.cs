using System.Text.Json;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Doctor;

/// <summary>Reads the JSON of the doctor.</summary>
internal static class DoctorRun
{
    public static List<(string Status, string Message, string? Advice)> Findings(this ToolRun run, string check)
        => [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonElement.Parse(line))
            .Where(finding => finding.GetProperty("check").GetString() == check)
            .Select(finding => (Text(finding, "status")!, Text(finding, "message")!, Text(finding, "advice")))];

    private static string? Text(JsonElement finding, string name) => finding.GetProperty(name).GetString();
}
