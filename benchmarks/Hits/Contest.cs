namespace Lti.Storage.Benchmarks;

/// <summary>One of those that <see cref="Interleaved"/> compares.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Prepare">Makes ready for one measurement, and is not measured.</param>
/// <param name="Run">What is measured.</param>
internal sealed record Contest(string Name, Func<Task> Prepare, Func<Task> Run);
