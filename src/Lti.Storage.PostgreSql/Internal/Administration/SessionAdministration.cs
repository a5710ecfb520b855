using LinqToDB;
using LinqToDB.Async;
using Lti.Storage.PostgreSql.Internal.Execution;

namespace Lti.Storage.PostgreSql.Internal.Administration;

/// <summary>Rule S4: sessions by filter.</summary>
internal sealed class SessionAdministration(QueryRunner queries, TimeProvider clock)
{
    public IAsyncEnumerable<SessionSummary> ListAsync(SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => Pages.StreamAsync((cursor, token) => ReadPageAsync(filter, cursor, token), static session => session.Id, after, cancellationToken);

    public async ValueTask<long> DeleteAsync(SessionFilter filter, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                // The clock of a transaction stands, so each session is either counted or had expired.
                var sessions = Matching(context, filter);
                var deleted = await sessions.Where(session => SessionFunctions.IsUnexpired(session.ExpiresAt)).DeleteAsync().ConfigureAwait(false);
                await sessions.Where(session => !SessionFunctions.IsUnexpired(session.ExpiresAt)).DeleteAsync().ConfigureAwait(false);
                return (long)deleted;
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);

    private static IQueryable<SessionRow> Matching(StorageContext context, SessionFilter filter)
    {
        var sessions = context.Sessions.Where(session => SessionFunctions.HasIssuer(session.Data, filter.Issuer));
        if (filter.ClientId is { } clientId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasClientId(session.Data, clientId));
        }

        if (filter.DeploymentId is { } deploymentId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasDeploymentId(session.Data, deploymentId));
        }

        if (filter.UserId is { } userId)
        {
            sessions = sessions.Where(session => SessionFunctions.HasUserId(session.Data, userId));
        }

        return sessions;
    }

    private async Task<List<SessionSummary>> ReadPageAsync(SessionFilter filter, Guid? after, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var rows = await queries.ReadAsync(
            context => Matching(context, filter)
                .Where(session => SessionFunctions.IsUnexpired(session.ExpiresAt) && (after == null || session.Id > after))
                .OrderBy(session => session.Id)
                .Take(Pages.Size)
                .Select(session => new
                {
                    session.Id,
                    ClientId = SessionFunctions.ClientId(session.Data),
                    DeploymentId = SessionFunctions.DeploymentId(session.Data),
                    UserId = SessionFunctions.UserId(session.Data),
                    Remaining = SessionFunctions.Remaining(session.ExpiresAt),
                })
                .ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => new SessionSummary
        {
            Id = row.Id,
            Issuer = filter.Issuer,
            ClientId = row.ClientId,
            DeploymentId = row.DeploymentId,
            UserId = row.UserId,
            ExpiresAt = now + TimeSpan.FromMicroseconds(row.Remaining),
        });
    }
}
