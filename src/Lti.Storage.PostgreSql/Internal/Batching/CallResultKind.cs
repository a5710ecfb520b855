namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>What comes next for a call that waited.</summary>
internal enum CallResultKind
{
    /// <summary>Its own statement at once, in a place that was handed on.</summary>
    OwnStatement,

    /// <summary>The answer, which a shared statement gave.</summary>
    Answered,

    /// <summary>Its own statement: a shared one failed and changed nothing, and this call may not be the one to blame.</summary>
    Again,

    /// <summary>The failure of a shared statement.</summary>
    Failed,
}
