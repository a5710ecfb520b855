using System.Diagnostics.CodeAnalysis;

namespace Lti.Storage;

/// <summary>Holds the client that a login request is for, or the reason why there is none.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Client">
/// The client if the outcome is <see cref="LoginOutcome.Found"/>, or the disabled client if there is only one. Null otherwise.
/// </param>
public sealed record ResolvedLogin(LoginOutcome Outcome, LtiClient? Client)
{
    /// <summary>True if the outcome is <see cref="LoginOutcome.Found"/>.</summary>
    [MemberNotNullWhen(true, nameof(Client))]
    public bool IsFound => Outcome == LoginOutcome.Found && Client is not null;
}
