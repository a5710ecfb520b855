namespace Lti.Storage.Testing;

/// <summary>Chooses the moment of a fault in a call.</summary>
public enum FaultMoment
{
    /// <summary>Before the call is passed on: the operation has not happened.</summary>
    Before,

    /// <summary>After the inner call has answered: the operation has happened.</summary>
    After,
}
