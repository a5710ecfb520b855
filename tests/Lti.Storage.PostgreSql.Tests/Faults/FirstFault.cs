namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Lists the ends of a call's first attempt.</summary>
public enum FirstFault
{
    /// <summary>The server commits, and the connection breaks before its answer arrives.</summary>
    AnswerLost,

    /// <summary>The connection breaks before the server gets anything.</summary>
    NotSent,

    /// <summary>The server rolls the work back (40001).</summary>
    RolledBack,
}
