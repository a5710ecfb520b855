namespace Lti.Storage.Telemetry.Tests;

/// <summary>Spans are a thing of the whole process: these tests run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
