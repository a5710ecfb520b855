namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>A write on a row of its own.</summary>
/// <param name="RunAsync">Calls the storage.</param>
/// <param name="IsApplied">A condition in SQL, true once the write is committed.</param>
/// <param name="ReadsBefore">How many reads go before the write.</param>
internal sealed record WriteCall(Func<ILtiStorage, CancellationToken, Task> RunAsync, string IsApplied, int ReadsBefore = 0);
