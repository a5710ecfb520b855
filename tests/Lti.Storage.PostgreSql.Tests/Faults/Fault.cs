namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What is done to a server, and to the path to it.</summary>
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
