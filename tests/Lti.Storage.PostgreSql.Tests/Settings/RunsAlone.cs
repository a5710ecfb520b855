namespace Lti.Storage.PostgreSql.Tests.Settings;

/// <summary>Tests that set variables of the process: they run alone.</summary>
[CollectionDefinition(nameof(RunsAlone), DisableParallelization = true)]
public sealed class RunsAlone;
