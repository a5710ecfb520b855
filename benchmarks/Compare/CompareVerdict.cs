using System.Globalization;
using System.Text;

namespace Lti.Storage.Benchmarks;

/// <summary>A budget with its measured value.</summary>
/// <param name="Result">The result that the budget is for.</param>
/// <param name="Budget">The text of the budget.</param>
/// <param name="Measured">The text of the measured value.</param>
/// <param name="Holds">Whether the mean is within the budget.</param>
/// <param name="MayHold">Whether a value within the noise is within the budget.</param>
/// <param name="DependsOnMachine">Whether another machine may miss the budget.</param>
internal sealed record CompareVerdict(ComparedResult Result, string Budget, string Measured, bool Holds, bool MayHold, bool DependsOnMachine = false)
{
    /// <summary>Whether the budget is missed by more than noise explains. A figure that depends on the machine is never counted.</summary>
    public bool IsMissed => !MayHold && !DependsOnMachine;

    private string Word => Holds ? "holds" : MayHold ? "missed within noise" : "**missed**";

    /// <summary>Judges the results of one operation.</summary>
    public static IReadOnlyList<CompareVerdict> Of(IReadOnlyCollection<ComparedResult> results) =>
    [
        .. from result in results
           from budget in CompareBudget.All
           where budget.IsFor(result)
           from verdict in Judge(budget, result, results.FirstOrDefault(other => other.Contender == Contender.FloorOf(result.Contender) && other.Callers == result.Callers))
           select verdict,
    ];

    /// <summary>Formats verdicts as a Markdown table. Returns an empty text if there are none.</summary>
    public static string Table(IReadOnlyList<CompareVerdict> verdicts)
    {
        if (verdicts is [])
        {
            return "";
        }

        var table = new StringBuilder("| Callers | Contender | Budget | Measured | |\n|---:|---|---|---:|---|\n");
        foreach (var verdict in verdicts)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"| {verdict.Result.Callers} | {verdict.Result.Contender} | {verdict.Budget} | {verdict.Measured} | {verdict.Word} |\n");
        }

        return table.ToString();
    }

    private static IEnumerable<CompareVerdict> Judge(CompareBudget budget, ComparedResult result, ComparedResult? floor)
    {
        if (budget.LeastRatio is { } least && result is { RatioToFloor: { } ratio, RatioLow: { } low, RatioHigh: { } high })
        {
            yield return new(result, Text($"at least {least:0.##} × the floor"), Text($"{ratio:N2} ({low:N2}–{high:N2})"), ratio >= least, high >= least);
        }

        if (budget.MostTime is { } most && result is { RatioToFloor: { } speed, RatioLow: { } slow, RatioHigh: { } fast })
        {
            yield return new(
                result, Text($"at most {most:0.00} × the floor's time"), Text($"{1 / speed:N2} ({1 / fast:N2}–{1 / slow:N2})"), 1 / speed <= most, 1 / fast <= most);
        }

        if (budget.LeastRate is { } rate)
        {
            var holds = result.OpsPerSecond >= rate;
            yield return new(result, Text($"at least {rate:N0} calls/s"), Text($"{result.OpsPerSecond:N0}"), holds, holds, DependsOnMachine: true);
        }

        if (budget.MostBytes is { } bytes && result.AllocatedBytes is { } allocated)
        {
            yield return new(result, Text($"at most {bytes:N0} B"), Text($"{allocated:N0} B"), allocated <= bytes, allocated <= bytes);
        }

        if (budget.MostExtraBytes is { } extra && result.AllocatedBytes - floor?.AllocatedBytes is { } more)
        {
            yield return new(result, Text($"at most {extra:N0} B more than the floor"), Text($"{more:N0} B"), more <= extra, more <= extra);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
