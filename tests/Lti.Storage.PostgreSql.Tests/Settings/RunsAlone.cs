namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>Keeps tests that set process variables from running in parallel with others.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
