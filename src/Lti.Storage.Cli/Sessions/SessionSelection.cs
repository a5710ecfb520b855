using System.CommandLine;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.Sessions;

/// <summary>Which sessions are meant: one by its id, or those that match every given part.</summary>
internal static class SessionSelection
{
    private static readonly Argument<Guid?> _id = Inputs.OptionalId("session", "The session's id.");
    private static readonly Option<string?> _issuer = Inputs.Optional("--issuer", "Those of this issuer (iss).", "iss");
    private static readonly Option<string?> _clientId = Inputs.Optional("--client-id", "And of this OAuth2 client_id.");
    private static readonly Option<string?> _deploymentId = Inputs.Optional("--deployment-id", "And of this platform's deployment_id.");
    private static readonly Option<string?> _userId = Inputs.Optional("--user-id", "And of this user, by the platform's id (sub).");

    private static readonly Option<string?>[] _parts = [_clientId, _deploymentId, _userId];

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
                result.AddError(hasId ? "Give either the id of a session, or options that select sessions." : HasPart() ? "Sessions are selected within an issuer: give --issuer." : "Give the id of a session, or --issuer.");
            }

            bool HasPart() => _parts.Any(part => result.GetResult(part) is not null);
        });
    }

    /// <summary>The one that was named by its id, or null.</summary>
    public static Guid? Id(CommandRun run) => run.Arguments.GetValue(_id);

    public static SessionFilter Filter(CommandRun run) => new()
    {
        Issuer = run.Value(_issuer)!,
        ClientId = run.Value(_clientId),
        DeploymentId = run.Value(_deploymentId),
        UserId = run.Value(_userId),
    };
}
