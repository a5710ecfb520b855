namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is one thing that the page asks its reader to do.</summary>
/// <param name="Section">The heading above it.</param>
internal abstract record GuideStep(string Section);
