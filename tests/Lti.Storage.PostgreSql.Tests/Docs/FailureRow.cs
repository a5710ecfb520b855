namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>Holds a row of the page's table of errors. A state such as <c>53xxx</c> stands for its class.</summary>
internal sealed record FailureRow(string State, string Exception, string Outcome, string Retried);
