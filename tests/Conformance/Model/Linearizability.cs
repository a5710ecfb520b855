namespace Lti.Storage.Conformance.Model;

/// <summary>Decides whether some sequential order explains a concurrent history.</summary>
/// <remarks>
/// <para>
/// The order keeps each step after all steps that were answered before its call. The model allows every answer in that order. A step
/// without an answer may be left out.
/// </para>
/// <para>The definition is Herlihy and Wing's. The search is Wing and Gong's.</para>
/// </remarks>
internal static class Linearizability
{
    public static bool Explains(StorageModel start, IReadOnlyList<RecordedStep> history)
    {
        if (history.All(step => step.Answered == RecordedStep.Never))
        {
            return true;
        }

        var firstAnswer = history.Min(step => step.Answered);
        return history
            .Where(step => step.Called < firstAnswer)
            .Any(next => next.Observation.Judge(start) is { } after && Explains(after, [.. history.Where(step => step != next)]));
    }
}
