namespace Lti.Storage.Cli;

/// <summary>The answer is no: the object does not exist, or the operator answered a question with no.</summary>
/// <param name="message">One line without secrets.</param>
internal sealed class AnswerException(string message) : Exception(message);
