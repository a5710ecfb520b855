using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.AccessTokens;

/// <summary>Finds the access tokens of a database.</summary>
internal static class StoredTokens
{
    public static IAccessTokenStorage Of(IDatabase database) => database.Storage.GetService<IAccessTokenStorage>()!;

    /// <exception cref="LtiNotFoundException">A client is given and does not exist.</exception>
    public static async Task RequireClientAsync(IDatabase database, ClientKey? client, CancellationToken cancellationToken)
    {
        if (client is { } key && await database.Storage.FindClientAsync(key, cancellationToken).ConfigureAwait(false) is null)
        {
            throw Missing.ToException(LtiEntity.Client, key.Value);
        }
    }
}
