namespace Lti.Storage.Benchmarks;

/// <summary>A budget of an operation of <c>compare</c>.</summary>
/// <param name="Operation">The name of the operation.</param>
/// <param name="Contender">The name of the contender.</param>
/// <param name="Callers">The number of concurrent callers. Null means any number.</param>
internal sealed record CompareBudget(string Operation, string Contender, int? Callers = null)
{
    private const string Cached = "provider-cached";
    private const string OnFile = "sqlite";

    /// <summary>The budgets of the whole way of a launch, of finding a client and of SQLite.</summary>
    public static IReadOnlyList<CompareBudget> All { get; } =
    [
        new("way", Cached, 32) { LeastRatio = 3, LeastRate = 6_000 },
        new("way", Cached, 200) { LeastRatio = 5, LeastRate = 12_000 },
        new("way", Cached) { MostBytes = 40 * 1024 },
        new("way-server-login", Cached, 32) { LeastRatio = 2.5 },
        new("way-server-login", Cached, 200) { LeastRatio = 4 },
        new("launch", OnFile, 1) { MostTime = 1.10 },
        new("launch", OnFile, 32) { LeastRatio = 2.5 },
        new("find-launch-config", OnFile, 1) { LeastRate = 80_000, MostBytes = 2 * 1024 },
        new("find-client", "provider") { MostTime = 1.10, MostExtraBytes = 1024 },
    ];

    /// <summary>The least calls per second as a multiple of the floor's.</summary>
    public double? LeastRatio { get; init; }

    /// <summary>The least calls per second on the machine of the published figures. Another machine may miss it.</summary>
    public double? LeastRate { get; init; }

    /// <summary>The longest time as a multiple of the floor's.</summary>
    public double? MostTime { get; init; }

    /// <summary>The most allocated bytes of a call.</summary>
    public double? MostBytes { get; init; }

    /// <summary>The most allocated bytes of a call beyond those of the floor.</summary>
    public double? MostExtraBytes { get; init; }

    public bool IsFor(ComparedResult result)
        => result.Operation == Operation && result.Contender == Contender && (Callers is null || result.Callers == Callers);
}
