namespace Lti.Storage.Benchmarks;

/// <summary>The run can't do what the user asked. The exit code is 2.</summary>
/// <remarks>The message is one line that says why and what to do.</remarks>
internal sealed class RefusedException(string message) : Exception(message.ReplaceLineEndings(" "));
