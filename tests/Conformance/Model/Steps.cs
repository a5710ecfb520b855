using CsCheck;

namespace Lti.Storage.Conformance.Model;

internal static class Steps
{
    /// <summary>Sequences of operations and passing time. Most are about one kind of entity, so that their steps meet.</summary>
    public static Gen<Step[]> Sequences { get; } = Gen.OneOf(
    [
        .. from keys in new[] { Keys.Many, Keys.Few }
           from steps in new[]
           {
               Gen.Frequency((5, Registered(keys)), (4, Launched(keys)), (1, RegistrationSteps.Of(keys))),
               Registered(keys),
               Gen.Frequency((1, LaunchConfigSteps.Of(keys)), (3, DeploymentSteps.Of(keys))),
               Launched(keys),
               NonceSteps.Of(keys),
               Gen.Frequency((1, NonceSteps.Of(keys)), (3, LoginSteps.Of(keys))),
               Gen.Frequency((6, SessionSteps.Of(keys)), (1, SessionSteps.ByFilter(keys))),
               RegistrationSteps.Of(keys),
           }
           select Gen.Frequency((8, steps), (2, TimeSteps.Passing), (1, TimeSteps.Cleanup)).Array[1, 60],
    ]);

    /// <summary>Histories of concurrent callers after some sequential steps.</summary>
    /// <remarks>They contain only operations that happen at one moment. The sequential steps store data that the callers share.</remarks>
    public static Gen<(Step[] Before, Step[][] Callers)> Histories(int callers) => Gen.OneOf(
    [
        .. from keys in new[] { Keys.Many, Keys.Few }
           from kind in new[]
           {
               (LaunchConfigSteps.Saving(keys), Gen.OneOf(ClientSteps.Of(keys), DeploymentSteps.Of(keys), LaunchConfigSteps.Of(keys))),
               (LaunchConfigSteps.Saving(keys), Gen.OneOf(ClientSteps.Of(keys), LaunchConfigSteps.Of(keys))),
               (LaunchConfigSteps.Saving(keys), DeploymentSteps.Of(keys)),
               (NonceSteps.Storing(keys), Gen.Frequency((5, NonceSteps.Of(keys)), (1, TimeSteps.Sweep))),
               (NonceSteps.Storing(keys), Gen.Frequency((3, NonceSteps.Of(keys)), (5, SessionSteps.Of(keys)), (1, TimeSteps.Sweep))),
               (LoginSteps.Beginning(keys), Gen.Frequency((2, NonceSteps.Of(keys)), (5, LoginSteps.Of(keys)), (1, TimeSteps.Sweep))),
               (SessionSteps.Adding(keys), Gen.Frequency((5, SessionSteps.Of(keys)), (1, TimeSteps.Sweep))),
               (RegistrationSteps.Saving(keys), Gen.Frequency((5, RegistrationSteps.Of(keys)), (1, TimeSteps.Sweep))),
           }
           let before = Gen.Select(kind.Item1.Array[0, 2], kind.Item2.Array[0, 4], (stored, steps) => stored.Concat(steps).ToArray())
           select Gen.Select(before, kind.Item2.Array[1, 3].Array[callers], (first, then) => (first, then)),
    ]);

    private static Gen<Step> Registered(Keys keys) => Gen.Frequency(
        (6, ClientSteps.Of(keys)), (5, DeploymentSteps.Of(keys)), (3, LaunchConfigSteps.Of(keys)), (1, ClientSteps.Listing), (1, DeploymentSteps.Listing(keys)));

    private static Gen<Step> Launched(Keys keys) => Gen.Frequency((4, NonceSteps.Of(keys)), (4, LoginSteps.Of(keys)), (6, SessionSteps.Of(keys)), (1, SessionSteps.ByFilter(keys)));
}
