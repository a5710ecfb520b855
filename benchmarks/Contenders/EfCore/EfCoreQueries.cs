using Microsoft.EntityFrameworkCore;

namespace Lti.Storage.Benchmarks;

/// <summary>The compiled queries of <see cref="EfCoreContender"/>.</summary>
internal static class EfCoreQueries
{
    public static readonly Func<LtiContext, string, string, CancellationToken, Task<ClientRow?>> FindClient
        = EF.CompileAsyncQuery((LtiContext db, string issuer, string clientId, CancellationToken _) => db.Clients
            .FirstOrDefault(client => client.Issuer == issuer && client.ClientId == clientId));

    public static readonly Func<LtiContext, string, string, string, CancellationToken, Task<LaunchRow?>> FindLaunch
        = EF.CompileAsyncQuery((LtiContext db, string issuer, string clientId, string deploymentId, CancellationToken _) => (
            from client in db.Clients
            where client.Issuer == issuer && client.ClientId == clientId
            join one in db.Deployments on new { Client = client.Id, Deployment = deploymentId } equals new { Client = one.ClientId, Deployment = one.DeploymentId } into matches
            from exact in matches.DefaultIfEmpty()
            join other in db.Deployments on new { Client = client.Id, Deployment = LtiDeployment.DefaultDeploymentId } equals new { Client = other.ClientId, Deployment = other.DeploymentId } into fallbacks
            from fallback in fallbacks.DefaultIfEmpty()
            select new LaunchRow(client, exact, fallback)).FirstOrDefault());

    public static readonly Func<LtiContext, string, CancellationToken, Task<LoginRow?>> FindLogin
        = EF.CompileAsyncQuery((LtiContext db, string state, CancellationToken _) => db.Nonces
            .Where(stored => stored.State == state && stored.UsedAt == null && stored.ExpiresAt > LtiContext.Now())
            .Select(stored => new LoginRow(stored.Nonce, stored.Login!, stored.ExpiresAt - LtiContext.Now()))
            .FirstOrDefault());

    public static readonly Func<LtiContext, Guid, CancellationToken, Task<DocumentRow?>> FindSession
        = EF.CompileAsyncQuery((LtiContext db, Guid id, CancellationToken _) => db.Sessions
            .Where(session => session.Id == id && session.ExpiresAt > LtiContext.Now())
            .Select(session => new DocumentRow { Data = session.Data, Remaining = session.ExpiresAt - LtiContext.Now() })
            .FirstOrDefault());

    /// <summary>Returns whether a nonce has expired and whether it was used. Returns null for an unknown nonce.</summary>
    public static readonly Func<LtiContext, string, CancellationToken, Task<NonceState?>> FindNonce
        = EF.CompileAsyncQuery((LtiContext db, string nonce, CancellationToken _) => db.Nonces
            .Where(stored => stored.Nonce == nonce)
            .Select(stored => new NonceState(stored.ExpiresAt <= LtiContext.Now(), stored.UsedAt != null, stored.State))
            .FirstOrDefault());
}
