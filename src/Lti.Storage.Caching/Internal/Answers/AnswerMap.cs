using Lti.Storage.Caching.Internal.Entries;
using Lti.Storage.Caching.Internal.Loading;

namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>The cached answers of one kind.</summary>
/// <param name="name">The kind's name in metrics.</param>
/// <param name="capacity">The most that all entries may weigh together.</param>
/// <param name="lifetime">The lifetime of an entry.</param>
/// <param name="weigh">The weight of an answer.</param>
internal sealed class AnswerMap<TKey, TAnswer>(string name, int capacity, TimeSpan lifetime, Func<TAnswer, int> weigh)
    where TKey : struct
{
    public string Name => name;

    public TimeSpan Lifetime => lifetime;

    public BoundedMap<TKey, Load<TAnswer>> Entries { get; } = new(capacity, load => weigh(load.Value));
}
