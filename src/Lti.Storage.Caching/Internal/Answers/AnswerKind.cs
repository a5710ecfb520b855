namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>The kinds of answers about clients. Each evicts only entries of its own (rule H5).</summary>
internal enum AnswerKind
{
    /// <summary>The key is stored. A stranger cannot make such keys up.</summary>
    Stored,

    /// <summary>The deployment <c>default</c> answers.</summary>
    ThroughDefault,

    /// <summary>The key is unknown, or what it names is disabled or pending.</summary>
    Refused,
}
