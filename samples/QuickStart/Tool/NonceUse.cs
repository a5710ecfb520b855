using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>What became of one launch's nonce. The nonce itself is a secret and is not kept.</summary>
internal sealed record NonceUse(DateTimeOffset At, NonceOutcome Outcome, string Issuer);
