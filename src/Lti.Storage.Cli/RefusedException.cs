namespace Lti.Storage.Cli;

/// <summary>The command is refused as it was given. Nothing was done.</summary>
/// <param name="message">Why and what to do: one line without secrets.</param>
internal sealed class RefusedException(string message) : Exception(message);
