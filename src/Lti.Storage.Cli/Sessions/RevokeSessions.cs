using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Output;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Questions;

namespace Lti.Storage.Cli.Sessions;

/// <summary>The command <c>sessions revoke</c>.</summary>
internal static class RevokeSessions
{
    public static Command Create()
    {
        var command = new ToolCommand(
            "revoke",
            "Deletes a session, or all that match, also from the caches of all nodes. Use it after a theft or to erase a user's data.",
            "sessions revoke 5f0c4b8e-6a1d-4c3f-9e27-8b1a2c3d4e5f",
            "sessions revoke --issuer https://moodle.example.edu --user-id 42",
            "sessions revoke --issuer https://moodle.example.edu --client-id k2Xv --deployment-id 1 --yes",
            "sessions revoke --issuer https://moodle.example.edu --context 31");
        SessionSelection.AddTo(command);
        command.Add(Question.Yes);
        return command.Writes(RunAsync);
    }

    private static async Task<int> RunAsync(IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        var revoked = SessionSelection.Id(run) is { } id
            ? await RevokeAsync(id, database, run, cancellationToken).ConfigureAwait(false)
            : await RevokeAsync(SessionSelection.Filter(run), database, run, cancellationToken).ConfigureAwait(false);
        run.Output.Write(
            new(revoked), SessionJson.Default.RevokedSessionsShape, text => text.Line($"Revoked {Count.Of(revoked, "session")}."));
        return ExitCode.Done;
    }

    private static async Task<long> RevokeAsync(Guid id, IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        await run.Question.RequireYesAsync(
            async () =>
            {
                var session = await database.Storage.FindSessionAsync(id, cancellationToken).ConfigureAwait(false)
                    ?? throw Missing.ToException(LtiEntity.Session, id);
                var (platform, user) = (session.Platform, session.User.Id is { } sub ? $"user {sub}" : "an anonymous user");
                return $"Revoke the session of {user} at {platform.Issuer} "
                    + $"(client_id {platform.ClientId}, deployment_id {platform.DeploymentId})?";
            },
            cancellationToken).ConfigureAwait(false);
        return await database.Storage.DeleteSessionAsync(id, cancellationToken).ConfigureAwait(false)
            ? 1
            : throw Missing.ToException(LtiEntity.Session, id);
    }

    private static async Task<long> RevokeAsync(
        SessionFilter filter, IDatabase database, CommandRun run, CancellationToken cancellationToken)
    {
        await run.Question.RequireYesAsync(
            async () =>
            {
                var sessions = database.Storage.ListSessionsAsync(filter, cancellationToken: cancellationToken);
                var number = await sessions.LongCountAsync(cancellationToken).ConfigureAwait(false);
                return $"Revoke {Count.Of(number, "session")} at {Describe(filter)}?";
            },
            cancellationToken).ConfigureAwait(false);
        try
        {
            return await database.Storage.DeleteSessionsAsync(filter, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new CancelledException("Cancelled. Some of the sessions may be revoked. Run it again to revoke the rest.");
        }
    }

    private static string Describe(SessionFilter filter)
    {
        List<string> parts = [filter.Issuer];
        parts.AddRange(filter.ClientId is { } clientId ? [$"client_id {clientId}"] : []);
        parts.AddRange(filter.DeploymentId is { } deploymentId ? [$"deployment_id {deploymentId}"] : []);
        parts.AddRange(filter.UserId is { } userId ? [$"user {userId}"] : []);
        parts.AddRange(filter.ContextId is { } contextId ? [$"context {contextId}"] : []);
        return string.Join(", ", parts);
    }
}
