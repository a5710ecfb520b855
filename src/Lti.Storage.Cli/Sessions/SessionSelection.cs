using System.CommandLine;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Sessions;

/// <summary>Selects one session by its id, or all that match every given option.</summary>
internal static class SessionSelection
{
    private static readonly Argument<Guid?> _id = Inputs.OptionalId("session", "The session's id.");
    private static readonly Option<string?> _issuer = Inputs.Optional("--issuer", "Select the sessions of this issuer (iss).", "iss");
    private static readonly Option<string?> _clientId = Inputs.Optional("--client-id", "Select only sessions of this OAuth2 client_id.");
    private static readonly Option<string?> _deploymentId = Inputs.Optional(
        "--deployment-id", "Select only sessions of this deployment_id of the platform.");
    private static readonly Option<string?> _userId = Inputs.Optional(
        "--user-id", "Select only sessions of this user, by the platform's id (sub).");
    private static readonly Option<string?> _contextId = Inputs.Optional(
        "--context", "Select only sessions of this course or other context, by the platform's id.");

    private static readonly Option<string?>[] _parts = [_clientId, _deploymentId, _userId, _contextId];

    public static void AddTo(Command command)
    {
        command.Add(_id);
        command.Add(_issuer);
        foreach (var part in _parts)
        {
            command.Add(part);
        }

        command.Validators.Add(result =>
        {
            var hasId = result.GetResult(_id)?.Tokens.Count > 0;
            var hasIssuer = result.GetResult(_issuer) is not null;
            if (hasId ? hasIssuer || HasPart() : !hasIssuer)
            {
                result.AddError(hasId ? "Give either the id of a session, or options that select sessions."
                    : HasPart() ? "Sessions are selected within an issuer. Give --issuer."
                    : "Give the id of a session, or --issuer.");
            }

            bool HasPart() => _parts.Any(part => result.GetResult(part) is not null);
        });
    }

    /// <summary>Returns the id; null if sessions are selected by options.</summary>
    public static Guid? Id(CommandRun run) => run.Arguments.GetValue(_id);

    public static SessionFilter Filter(CommandRun run) => new()
    {
        Issuer = run.Value(_issuer)!,
        ClientId = run.Value(_clientId),
        DeploymentId = run.Value(_deploymentId),
        UserId = run.Value(_userId),
        ContextId = run.Value(_contextId),
    };
}
