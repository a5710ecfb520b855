namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Lists the faults of a server and of the path to it.</summary>
public enum Fault
{
    TerminatedBackends,
    FastRestart,
    ImmediateRestart,
    Killed,
    Reset,
    BlackHole,
    Refusal,
}
