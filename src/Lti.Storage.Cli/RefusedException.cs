namespace Lti.Storage.Cli;

/// <summary>The command may not be followed as it was given; nothing was done.</summary>
/// <param name="message">Why, and what to do: one line without secrets.</param>
internal sealed class RefusedException(string message) : Exception(message);
