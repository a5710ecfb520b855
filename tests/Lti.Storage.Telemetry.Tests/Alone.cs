namespace Lti.Storage.Telemetry.Tests;

/// <summary>Runs these tests alone: spans are shared by the whole process.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
