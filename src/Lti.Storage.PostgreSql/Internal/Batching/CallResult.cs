using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>What a call has waited for.</summary>
/// <param name="Kind">What comes next.</param>
/// <param name="Answer">The answer, where <paramref name="Kind"/> says that there is one.</param>
/// <param name="Failure">The failure, likewise. Each call makes an exception of its own of it.</param>
internal readonly record struct CallResult<TResult>(CallResultKind Kind, TResult? Answer = default, Failure? Failure = null);
