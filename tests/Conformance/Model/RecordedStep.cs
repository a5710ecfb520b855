namespace Lti.Storage.Conformance.Model;

/// <summary>Holds a step of a concurrent history with the order of its call and its answer.</summary>
internal sealed record RecordedStep(int Caller, string Step, Observation Observation, long Called, long Answered)
{
    /// <summary>The time of the answer of a step with an unknown outcome. It may have happened any time after its call.</summary>
    public const long Never = long.MaxValue;

    public override string ToString() => $"caller {Caller}, {Called}–{(Answered == Never ? "…" : $"{Answered}")}: {Step} → {Observation.Answer}";
}
