namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>The next step of a call that waited.</summary>
internal enum CallResultKind
{
    /// <summary>The call waited alone and is sent as its own statement.</summary>
    SendAlone,

    /// <summary>A batch brought the answer.</summary>
    Answered,

    /// <summary>A batch failed and changed nothing. The call is sent alone, since another may be the cause.</summary>
    Retry,

    /// <summary>A batch failed.</summary>
    Failed,
}
