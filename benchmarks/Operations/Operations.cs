namespace Lti.Storage.Benchmarks;

/// <summary>All operations, anew each time: they hold the keys of their calls.</summary>
internal static class Operations
{
    /// <summary>Those that a launch, or a request after it, waits for.</summary>
    public static IReadOnlyList<Operation> Hot =>
        [new StoreNonce(), new FindLaunchConfig(), new ConsumeNonce(), new AddSession(), new FindSession(), new CompleteLaunch(), new Launch()];

    /// <summary>Those, and others that are compared when asked for.</summary>
    public static IReadOnlyList<Operation> All => [.. Hot, new FindLaunchConfigThroughDefault(), new ClaimNonce(), new DeleteSession(), new ConsumeRegistrationSession()];
}
