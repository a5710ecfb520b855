namespace Lti.Storage.Conformance.Model;

/// <summary>
/// Whether a concurrent history could have happened one step after another: is there an order that keeps each step after those that were answered
/// before it was called, and in which the model allows every answer? A step without an answer may be left out. (Herlihy and Wing's definition, searched for as
/// by Wing and Gong.)
/// </summary>
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
