namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>The key of an answer about clients.</summary>
internal interface IAnswerKey
{
    /// <summary>The hash code of the name that changes by name concern: a client's name, or an issuer for a list.</summary>
    int NameHash { get; }
}
