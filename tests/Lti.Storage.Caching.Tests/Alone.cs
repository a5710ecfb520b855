namespace Lti.Storage.Caching.Tests;

/// <summary>The environment is the whole process's: these tests run while no other does.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
