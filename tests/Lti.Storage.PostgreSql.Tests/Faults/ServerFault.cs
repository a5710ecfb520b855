namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What is done to the server.</summary>
public enum ServerFault
{
    TerminatedBackends,
    FastRestart,
    ImmediateRestart,
    Killed,
}
