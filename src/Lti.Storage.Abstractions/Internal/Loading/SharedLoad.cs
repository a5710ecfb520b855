namespace Lti.Storage.Internal.Loading;

/// <summary>One load that concurrent callers of a node share.</summary>
internal class SharedLoad<TResult>
{
    public Task<TResult> Task { get; set; } = null!;
}
