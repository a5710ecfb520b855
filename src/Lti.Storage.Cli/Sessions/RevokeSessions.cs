using System.CommandLine;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Sessions;

/// <summary><c>sessions revoke</c>.</summary>
internal static class RevokeSessions
{
    public static Command Create()
    {
        var command = new ToolCommand(
            "revoke",
            "Deletes a session, or all that match: after a theft, or when a user asks to be forgotten. Caches on other nodes hear of it.",
            "sessions revoke 5f0c4b8e-6a1d-4c3f-9e27-8b1a2c3d4e5f",
            "sessions revoke --issuer https://moodle.example.edu --user-id 42",
            "sessions revoke --issuer https://moodle.example.edu --client-id k2Xv --deployment-id 1 --yes");
        SessionSelection.AddTo(command);
        command.Add(Question.Yes);
        return command.RunsOnStorage(RunAsync);
    }

    private static async Task<int> RunAsync(PostgreSqlLtiStorage storage, CommandRun run, CancellationToken cancellationToken)
    {
        var revoked = SessionSelection.Id(run) is { } id
            ? await RevokeAsync(id, storage, run, cancellationToken).ConfigureAwait(false)
            : await RevokeAsync(SessionSelection.Filter(run), storage, run, cancellationToken).ConfigureAwait(false);
        run.Output.Write(new(revoked), ToolJson.Default.RevokedSessionsShape, text => text.Line($"Revoked {Count.Of(revoked, "session")}."));
        return ExitCode.Done;
    }

    private static async Task<long> RevokeAsync(Guid id, PostgreSqlLtiStorage storage, CommandRun run, CancellationToken cancellationToken)
    {
        await run.Question.RequireYesAsync(
            async () =>
            {
                var session = await storage.FindSessionAsync(id, cancellationToken).ConfigureAwait(false) ?? throw Missing.ToException(LtiEntity.Session, id);
                var (platform, user) = (session.Platform, session.User.Id is { } sub ? $"user {sub}" : "an anonymous user");
                return $"Revoke the session of {user} at {platform.Issuer} (client_id {platform.ClientId}, deployment_id {platform.DeploymentId})?";
            },
            cancellationToken).ConfigureAwait(false);
        return await storage.DeleteSessionAsync(id, cancellationToken).ConfigureAwait(false) ? 1 : throw Missing.ToException(LtiEntity.Session, id);
    }

    private static async Task<long> RevokeAsync(SessionFilter filter, PostgreSqlLtiStorage storage, CommandRun run, CancellationToken cancellationToken)
    {
        await run.Question.RequireYesAsync(
            async () =>
            {
                var number = await storage.ListSessionsAsync(filter, cancellationToken: cancellationToken).LongCountAsync(cancellationToken).ConfigureAwait(false);
                return $"Revoke {Count.Of(number, "session")} at {Describe(filter)}?";
            },
            cancellationToken).ConfigureAwait(false);
        return await storage.DeleteSessionsAsync(filter, cancellationToken).ConfigureAwait(false);
    }

    private static string Describe(SessionFilter filter)
    {
        List<string> parts = [filter.Issuer];
        parts.AddRange(filter.ClientId is { } clientId ? [$"client_id {clientId}"] : []);
        parts.AddRange(filter.DeploymentId is { } deploymentId ? [$"deployment_id {deploymentId}"] : []);
        parts.AddRange(filter.UserId is { } userId ? [$"user {userId}"] : []);
        return string.Join(", ", parts);
    }
}
