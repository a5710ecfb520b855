namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>What the page says of an error; a state such as <c>53xxx</c> stands for its class.</summary>
internal sealed record FailureRow(string State, string Exception, string Outcome, string Repeated);
