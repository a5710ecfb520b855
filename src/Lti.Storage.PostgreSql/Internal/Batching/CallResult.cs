using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>The end of a call's wait in the queue.</summary>
/// <param name="Kind">The next step.</param>
/// <param name="Answer">The answer, if <paramref name="Kind"/> is <see cref="CallResultKind.Answered"/>.</param>
/// <param name="Failure">The failure of the batch, if there is one. Each call makes its own exception of it.</param>
internal readonly record struct CallResult<TResult>(CallResultKind Kind, TResult? Answer = default, Failure? Failure = null);
