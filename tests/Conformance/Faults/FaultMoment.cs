namespace Lti.Storage.Conformance.Faults;

/// <summary>When a fault happens in a call.</summary>
public enum FaultMoment
{
    /// <summary>Before the call is passed on: what it asks for has not happened.</summary>
    Before,

    /// <summary>After the inner call has answered: what it asks for has happened, and the answer is on its way.</summary>
    After,
}
