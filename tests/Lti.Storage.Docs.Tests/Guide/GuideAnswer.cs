using Microsoft.AspNetCore.Http;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is an answer of the tool of the page.</summary>
internal sealed record GuideAnswer(int Status, string Body, IHeaderDictionary Headers);
