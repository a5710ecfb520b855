namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A call that has its way once for each key.</summary>
/// <param name="PrepareAsync">What it needs beforehand.</param>
/// <param name="RunAsync">True where it had its way.</param>
/// <param name="Effects">Conditions in SQL, each of them an effect of it, for the key {0}.</param>
internal sealed record OnceCall(Func<ILtiStorage, string, ValueTask> PrepareAsync, Func<ILtiStorage, string, Task<bool>> RunAsync, params string[] Effects)
{
    /// <summary>A key for which it can have its way.</summary>
    public async Task<string> NewKeyAsync(ILtiStorage storage)
    {
        var key = $"{Guid.NewGuid()}";
        await PrepareAsync(storage, key);
        return key;
    }
}
