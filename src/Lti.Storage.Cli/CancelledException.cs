namespace Lti.Storage.Cli;

/// <summary>A signal ended the command after it may have changed something.</summary>
/// <param name="message">What may have changed and what to do: one line without secrets.</param>
internal sealed class CancelledException(string message) : Exception(message);
