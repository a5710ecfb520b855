using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.Twins;

namespace Lti.Storage.Cli.Clients;

/// <summary>Warns of values that a launch is unlikely to match. The command stores them.</summary>
internal static class ClientWarnings
{
    /// <summary>Finds the warnings for a client's new values.</summary>
    /// <param name="database">The database, after the change. So the search can't fail or be cancelled.</param>
    /// <param name="stored">The client, after the change.</param>
    /// <param name="changed">The fields that changed.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(IDatabase database, LtiClient stored, ClientUpdate changed)
    {
        var issuers = changed.Issuer is null ? [] : await StoredTwins.OfIssuerAsync(database, stored.Issuer).ConfigureAwait(false);
        var clientIds = changed.Issuer is null && changed.ClientId is null
            ? []
            : await StoredTwins.OfClientIdAsync(database, stored.Issuer, stored.ClientId).ConfigureAwait(false);
        return
        [
            .. SpaceWarning.Of("--name", changed.Name),
            .. SpaceWarning.Of("--issuer", changed.Issuer),
            .. SpaceWarning.Of("--client-id", changed.ClientId),
            .. SpaceWarning.Of("--token-audience", changed.TokenAudience.Value, "the platform has to expect it too"),
            .. issuers.Select(twin => $"warning: The issuer '{twin}' of another client differs only by a final slash, by case or by space. "
                + "A launch finds a client by the exact issuer. Correct the wrong one with lti-storage clients update."),
            .. clientIds.Select(twin => $"warning: The client_id '{twin}' of this issuer's other client differs only by case or by space. "
                + "A launch finds a client by the exact client_id. Correct the wrong one with lti-storage clients update."),
        ];
    }

    /// <summary>Finds the warnings for a new client.</summary>
    public static Task<IReadOnlyList<string>> FindAsync(IDatabase database, NewClient added, LtiClient stored) => FindAsync(
        database,
        stored,
        new ClientUpdate
        {
            Name = added.Name,
            Issuer = added.Issuer,
            ClientId = added.ClientId,
            TokenAudience = added.Endpoints.TokenAudience,
        });
}
