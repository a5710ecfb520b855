// Copy this file, with pages in the words of your users.
using Lti.Storage;

namespace QuickStart.Tool;

/// <summary>Turns the outcomes of logins and launches into answers.</summary>
/// <remarks>400 answers a request that does not fit this tool. 403 answers a customer who is suspended or waits for approval.</remarks>
internal static class Refusals
{
    /// <summary>Gets the answer to a login that was not found (contract rule C7).</summary>
    public static RequestRefusedException Of(LoginOutcome outcome) => outcome switch
    {
        LoginOutcome.UnknownIssuer => RequestRefusedException.BadRequest(
            "This tool is not registered with that issuer (UnknownIssuer). Register it on this platform first."),
        LoginOutcome.UnknownClient => RequestRefusedException.BadRequest(
            "This tool knows that issuer, but no client with that client_id (UnknownClient). Compare it with the platform's registration."),
        LoginOutcome.Ambiguous => RequestRefusedException.BadRequest(
            "This tool has several clients that fit (Ambiguous). The login must name one with client_id."),
        LoginOutcome.Disabled => Suspended("This platform is suspended or waits for approval (Disabled)."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>Gets the answer to a verified launch. Null if the launch may go on (contract rules L6 and L7).</summary>
    public static RequestRefusedException? Of(LaunchOutcome outcome) => outcome switch
    {
        LaunchOutcome.Found or LaunchOutcome.FoundThroughDefault => null,
        LaunchOutcome.UnknownClient => RequestRefusedException.BadRequest(
            "This tool no longer knows the client of this launch (UnknownClient). Start again from the platform."),
        LaunchOutcome.UnknownDeployment => RequestRefusedException.BadRequest(
            "This tool does not know the deployment of this launch (UnknownDeployment). Ask the tool's administrator to add it."),
        LaunchOutcome.DeploymentPending => new(
            StatusCodes.Status403Forbidden,
            "This deployment waits for approval (DeploymentPending). The tool's administrator can approve it. Then launch again."),
        LaunchOutcome.DeploymentDisabled => Suspended("This deployment is suspended (DeploymentDisabled)."),
        LaunchOutcome.ClientDisabled => Suspended("This platform is suspended (ClientDisabled)."),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>Gets the answer to a launch whose login is used, expired or unknown (contract rule N2).</summary>
    public static RequestRefusedException Of(NonceOutcome outcome) => RequestRefusedException.BadRequest(outcome switch
    {
        NonceOutcome.AlreadyUsed => "This login is already used (AlreadyUsed). A launch works once. Start again from the platform.",
        NonceOutcome.Expired => "This login has expired (Expired). Start again from the platform.",

        // After a launch the browser keeps no nonce of its login, and a cleanup removes an expired one.
        _ => "This login is unknown, has expired or was already used. A launch works once. Start again from the platform.",
    });

    private static RequestRefusedException Suspended(string reason)
        => new(StatusCodes.Status403Forbidden, $"{reason} Ask the tool's administrator to resume it.");
}
