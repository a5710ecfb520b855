namespace Lti.Storage.Telemetry.Tests.Passing;

/// <summary>Starts a call for tests of the time before there is a task.</summary>
internal static class Begun
{
    public static void Begin(this ValueTask call) => Assert.False(call.IsCompletedSuccessfully);

    public static void Begin<T>(this ValueTask<T> call) => Assert.False(call.IsCompletedSuccessfully);
}
