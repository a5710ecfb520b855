namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is a login that the tool sent to the platform.</summary>
internal sealed record StartedLogin(Uri Location, string State, string Nonce);
