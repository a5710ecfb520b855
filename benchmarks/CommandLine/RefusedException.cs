namespace Lti.Storage.Benchmarks;

/// <summary>What was asked for can't be done here; the message is one line that says why and what to do. Exit code 2.</summary>
internal sealed class RefusedException(string message) : Exception(message.ReplaceLineEndings(" "));
