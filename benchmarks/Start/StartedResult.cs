namespace Lti.Storage.Benchmarks;

/// <summary>Medians over a contender's processes; the ratio to the floor has its 95 % interval.</summary>
internal sealed record StartedResult(
    string Contender,
    double RuntimeMilliseconds,
    double ConstructedMilliseconds,
    double FirstLaunchMilliseconds,
    double TwentiethLaunchMilliseconds,
    double WorkingSetBytes,
    double Assemblies,
    double? RatioToFloor,
    double? RatioLow,
    double? RatioHigh,
    int Processes)
{
    public static StartedResult Of(string contender, IReadOnlyList<StartedProcess> processes, IReadOnlyList<StartedProcess>? floor)
    {
        var ratio = floor is null ? null : Interval.OfRatios([.. processes.Select(one => one.Launched)], [.. floor.Select(one => one.Launched)]);
        return new StartedResult(
            contender,
            Median(one => one.Runtime),
            Median(one => one.Constructed),
            Median(one => one.Launched),
            Median(one => one.Twentieth),
            Median(one => one.WorkingSet),
            Median(one => one.Assemblies),
            ratio?.Value,
            ratio?.Low,
            ratio?.High,
            processes.Count);

        double Median(Func<StartedProcess, double> figure) => Math.Round(Quantile.Median(processes.Select(figure)), 3);
    }
}
