namespace Lti.Storage.Benchmarks;

/// <summary>A contender answered wrongly. Its time would mean nothing.</summary>
internal sealed class WrongAnswerException(string operation) : Exception($"{operation} was answered wrongly. Its time would mean nothing.");
