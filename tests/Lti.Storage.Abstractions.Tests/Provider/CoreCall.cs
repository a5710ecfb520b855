namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Holds a call that reached a provider.</summary>
/// <param name="Name">The method's name.</param>
/// <param name="Arguments">The arguments of the call.</param>
/// <param name="Answer">The returned answer.</param>
internal sealed record CoreCall(string Name, IReadOnlyList<object?> Arguments, object? Answer);
