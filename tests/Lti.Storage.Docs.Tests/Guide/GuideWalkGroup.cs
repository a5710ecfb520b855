namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Holds the tests that share one walk through the page.</summary>
[CollectionDefinition]
public sealed class GuideWalkGroup : ICollectionFixture<GuideWalk>;
