namespace Lti.Storage.Benchmarks;

/// <summary>One of those that <see cref="Interleaved"/> compares.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">What is measured.</param>
internal sealed record Contest(string Name, Func<Task> Run);
