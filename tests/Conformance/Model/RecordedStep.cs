namespace Lti.Storage.Conformance.Model;

/// <summary>A step of a concurrent history with the order of its call and its answer among all calls and answers.</summary>
internal sealed record RecordedStep(int Caller, Step Step, Observation Observation, long Called, long Answered)
{
    public override string ToString() => $"caller {Caller}, {Called}–{Answered}: {Step} → {Observation.Answer}";
}
