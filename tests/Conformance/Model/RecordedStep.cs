namespace Lti.Storage.Conformance.Model;

/// <summary>A step of a concurrent history with the order of its call and its answer among all calls and answers.</summary>
internal sealed record RecordedStep(int Caller, string Step, Observation Observation, long Called, long Answered)
{
    /// <summary>When a step was answered of which nobody knows whether it happened: it may have, at any time after it was called.</summary>
    public const long Never = long.MaxValue;

    public override string ToString() => $"caller {Caller}, {Called}–{(Answered == Never ? "…" : $"{Answered}")}: {Step} → {Observation.Answer}";
}
