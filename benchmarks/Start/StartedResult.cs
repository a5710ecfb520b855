namespace Lti.Storage.Benchmarks;

/// <summary>Holds the geometric means over a contender's processes and the ratio to the floor with its 95 % interval.</summary>
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
            Of(one => one.Runtime),
            Of(one => one.Constructed),
            Of(one => one.Launched),
            Of(one => one.Twentieth),
            Of(one => one.WorkingSet),
            Of(one => one.Assemblies),
            ratio?.Value,
            ratio?.Low,
            ratio?.High,
            processes.Count);

        double Of(Func<StartedProcess, double> figure) => Math.Round(Mean.Geometric(processes.Select(figure)), 3);
    }
}
