using System.Diagnostics;

namespace Lti.Storage.Telemetry.Internal.Calls;

/// <summary>Counts the outcomes of an operation beside its duration.</summary>
/// <typeparam name="T">The type of the operation's answer.</typeparam>
internal interface IOutcomes<in T>
{
    void Answered(T answer, TimeSpan duration, Activity? span);

    void Failed(Exception error, TimeSpan duration, Activity? span);
}
