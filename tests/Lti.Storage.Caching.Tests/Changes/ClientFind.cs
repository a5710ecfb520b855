namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>A cached find about the client of a launch key.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Operation">The operation of the storage that answers it.</param>
/// <param name="AskAsync">Asks a storage. Equal answers are equal objects.</param>
internal sealed record ClientFind(string Name, string Operation, Func<ILtiStorage, LaunchKey, Task<object?>> AskAsync)
{
    public override string ToString() => Name;
}
