using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lti.Storage.Cli.Doctor;

/// <summary>Prints the findings, each with its remedy below, and their numbers at the end.</summary>
internal static class FindingReport
{
    public static void Write(IReadOnlyList<FindingShape> findings, Results output)
    {
        if (output.IsJson)
        {
            foreach (var finding in findings)
            {
                output.Write(finding, DoctorJson.Default.FindingShape, _ => { });
            }
        }
        else
        {
            output.Text.Table(columns: null, [.. findings.Select(Row)]);
            output.Text.Line("");
            output.Text.Line(
                $"{Number(FindingStatus.Ok)} ok, {Count.Of(Number(FindingStatus.Warning), "warning")}, "
                    + $"{Count.Of(Number(FindingStatus.Problem), "problem")}.");
        }

        int Number(FindingStatus status) => findings.Count(finding => finding.Status == status);
    }

    private static IRenderable[] Row(FindingShape finding)
    {
        var message = Printable.Line(finding.Message);
        return
        [
            finding.Status switch
            {
                FindingStatus.Ok => new Text("ok", new Style(Color.Green)),
                FindingStatus.Warning => new Text("warning", new Style(Color.Yellow)),
                _ => new Text("problem", new Style(Color.Red, decoration: Decoration.Bold)),
            },
            new Text(finding.Check),
            new Text(finding.Advice is { } advice ? $"{message}\n→ {Printable.Line(advice)}" : message),
        ];
    }
}
