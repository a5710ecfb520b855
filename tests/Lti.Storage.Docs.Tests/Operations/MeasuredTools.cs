namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>The tests that share one <see cref="MeasuredTool"/>.</summary>
[CollectionDefinition(nameof(MeasuredTools))]
public sealed class MeasuredTools : ICollectionFixture<MeasuredTool>;
