namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>A call that reached a provider.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Arguments">What it was given.</param>
/// <param name="Answer">What it returned.</param>
internal sealed record CoreCall(string Name, IReadOnlyList<object?> Arguments, object? Answer);
