namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Asks the reader to run a command.</summary>
internal sealed record CommandStep(string Section, string Command) : GuideStep(Section);
