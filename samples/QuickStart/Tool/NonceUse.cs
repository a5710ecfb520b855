using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>The outcome of one launch's nonce. It does not hold the nonce, which is a secret.</summary>
internal sealed record NonceUse(DateTimeOffset At, NonceOutcome Outcome, string Issuer);
