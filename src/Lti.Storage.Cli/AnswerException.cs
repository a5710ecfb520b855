namespace Lti.Storage.Cli;

/// <summary>The answer is no: what was asked for is not there, or a question was answered with no.</summary>
/// <param name="message">One line without secrets.</param>
internal sealed class AnswerException(string message) : Exception(message);
