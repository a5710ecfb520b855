using LinqToDB;
using LinqToDB.Async;
using LinqToDB.DataProvider.PostgreSQL;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Linq;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Clients;

/// <summary>Lists, finds, adds and updates clients (rules C1 to C3 and C5).</summary>
/// <remarks>An update locks the client's row first (rule D3). <see cref="ClientStatements"/> finds clients by the platform's ids.</remarks>
internal sealed class ClientQueries(QueryRunner queries, TimeProvider clock)
{
    public IAsyncEnumerable<LtiClient> ListAsync(ClientKey? after, CancellationToken cancellationToken)
        => KeysetPages.ListAsync<LtiClient, ClientKey>(
            ReadPageAsync, static client => client.Id, after, QueryRunner.PageSize, cancellationToken);

    public async ValueTask<LtiClient?> FindAsync(ClientKey id, CancellationToken cancellationToken)
    {
        var row = await queries.ReadAsync(
            context => context.Table<ClientRow>().FirstOrDefaultAsync(client => client.Id == id.Value),
            cancellationToken).ConfigureAwait(false);
        return row?.ToClient();
    }

    public async ValueTask<LtiClient> AddAsync(NewClient client, CancellationToken cancellationToken)
    {
        var added = new LtiClient
        {
            Id = new(Guid.CreateVersion7(clock.GetUtcNow())),
            Name = client.Name,
            Issuer = client.Issuer,
            ClientId = client.ClientId,
            Endpoints = client.Endpoints,
            IsEnabled = client.IsEnabled,
        };
        return await queries.WriteAsync(
            async context =>
            {
                var insert = context.Table<ClientRow>()
                    .Value(row => row.Id, added.Id.Value)
                    .Value(row => row.Name, added.Name)
                    .Value(row => row.Issuer, added.Issuer)
                    .Value(row => row.ClientId, added.ClientId)
                    .Value(row => row.AuthorizationUrl, added.Endpoints.AuthorizationUrl)
                    .Value(row => row.TokenUrl, added.Endpoints.TokenUrl)
                    .Value(row => row.JwksUrl, added.Endpoints.JwksUrl)
                    .Value(row => row.TokenAudience, added.Endpoints.TokenAudience)
                    .Value(row => row.IsEnabled, added.IsEnabled);
                await OrConflictAsync(added, insert.InsertAsync()).ConfigureAwait(false);
                return added;
            },
            RetrySafety.OnlyIfRolledBack,
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<LtiClient> UpdateAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken)
        => await queries.WriteAsync(
            async context =>
            {
                var before = await context.Table<ClientRow>().Where(row => row.Id == id.Value)
                    .AsPostgreSQL().ForUpdateHint().FirstOrDefaultAsync().ConfigureAwait(false)
                    ?? throw new LtiNotFoundException(LtiEntity.Client, id.Value);
                var client = update.ApplyTo(before.ToClient());
                var change = context.Table<ClientRow>().Where(row => row.Id == id.Value)
                    .Set(row => row.Name, client.Name)
                    .Set(row => row.Issuer, client.Issuer)
                    .Set(row => row.ClientId, client.ClientId)
                    .Set(row => row.AuthorizationUrl, client.Endpoints.AuthorizationUrl)
                    .Set(row => row.TokenUrl, client.Endpoints.TokenUrl)
                    .Set(row => row.JwksUrl, client.Endpoints.JwksUrl)
                    .Set(row => row.TokenAudience, client.Endpoints.TokenAudience)
                    .Set(row => row.IsEnabled, client.IsEnabled);
                await OrConflictAsync(client, change.UpdateAsync()).ConfigureAwait(false);
                return client;
            },
            RetrySafety.Idempotent,
            cancellationToken).ConfigureAwait(false);

    private static async Task OrConflictAsync(LtiClient client, Task<int> write)
    {
        try
        {
            await write.ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw LtiConflictException.ForClient(client.Issuer, client.ClientId, e.Redacted());
        }
    }

    private async ValueTask<IReadOnlyList<LtiClient>> ReadPageAsync(ClientKey? after, CancellationToken cancellationToken)
    {
        var last = after?.Value;
        var rows = await queries.ReadAsync(
            context => context.Table<ClientRow>()
                .Where(client => last == null || client.Id > last)
                .OrderBy(client => client.Id)
                .Take(QueryRunner.PageSize)
                .ToListAsync(),
            cancellationToken).ConfigureAwait(false);
        return rows.ConvertAll(row => row.ToClient());
    }
}
