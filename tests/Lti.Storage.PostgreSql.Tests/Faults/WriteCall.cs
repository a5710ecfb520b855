namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Describes a write on a separate row.</summary>
/// <param name="RunAsync">Calls the storage.</param>
/// <param name="IsApplied">An SQL condition that is true once the write is committed.</param>
/// <param name="StatementsBefore">The number of statements without effect before the write.</param>
internal sealed record WriteCall(Func<ILtiStorage, CancellationToken, Task> RunAsync, string IsApplied, int StatementsBefore = 0);
