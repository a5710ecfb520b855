using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>What the end of an operation counts for beside its duration.</summary>
/// <typeparam name="T">What the operation answers with.</typeparam>
internal interface IOutcomes<in T>
{
    void Answered(T answer, TimeSpan duration, Activity? span);

    void Failed(Exception error, TimeSpan duration, Activity? span);
}
