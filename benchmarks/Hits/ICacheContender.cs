namespace Lti.Storage.Benchmarks;

/// <summary>One of those that <see cref="IHits"/> compares, as a type, so that a loop is compiled for it alone.</summary>
internal interface ICacheContender
{
    static abstract bool Find<THits>(THits hits)
        where THits : struct, IHits;
}
