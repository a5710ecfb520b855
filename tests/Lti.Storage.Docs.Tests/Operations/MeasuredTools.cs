namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>The tests that look at what one tool measured.</summary>
[CollectionDefinition(nameof(MeasuredTools))]
public sealed class MeasuredTools : ICollectionFixture<MeasuredTool>;
