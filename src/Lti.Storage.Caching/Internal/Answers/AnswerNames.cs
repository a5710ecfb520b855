using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>The names of a cache's kinds in metrics. Null means that the cache has no answers of the kind.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct AnswerNames(string Stored, string? ThroughDefault, string Refused);
