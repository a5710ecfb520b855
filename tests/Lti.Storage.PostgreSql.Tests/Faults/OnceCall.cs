namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Describes a call that succeeds once for each key.</summary>
/// <param name="PrepareAsync">Creates its preconditions.</param>
/// <param name="RunAsync">Makes the call and returns true when it succeeded.</param>
/// <param name="Effects">SQL conditions, one for each effect of the call. {0} is the key.</param>
internal sealed record OnceCall(Func<ILtiStorage, string, ValueTask> PrepareAsync, Func<ILtiStorage, string, Task<bool>> RunAsync, params string[] Effects)
{
    /// <summary>Prepares a key for which the call can succeed.</summary>
    public async Task<string> NewKeyAsync(ILtiStorage storage)
    {
        var key = $"{Guid.NewGuid()}";
        await PrepareAsync(storage, key);
        return key;
    }
}
