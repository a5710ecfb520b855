namespace Lti.Storage.Benchmarks;

/// <summary>Creates the operations. Each list has new instances, because an operation holds the keys of its calls.</summary>
internal static class Operations
{
    /// <summary>Creates the operations of a launch and of the requests after it.</summary>
    public static IReadOnlyList<Operation> Hot =>
    [
        new FindClient(),
        new StoreNonce(),
        new FindLaunchConfig(),
        new ConsumeNonce(),
        new AddSession(),
        new FindSession(),
        new CompleteLaunch(),
        new Launch(),
        new Way(),
        new WayServerLogin(),
    ];

    /// <summary>Creates the hot operations and some that are measured only on request.</summary>
    public static IReadOnlyList<Operation> All =>
    [
        .. Hot,
        new BeginLogin(),
        new FindLogin(),
        new CompleteLogin(),
        new FindLaunchConfigThroughDefault(),
        new ClaimNonce(),
        new DeleteSession(),
        new ConsumeRegistrationSession(),
    ];
}
