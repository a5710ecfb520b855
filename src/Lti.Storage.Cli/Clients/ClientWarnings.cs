using Lti.Storage.Cli.Parsing;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Cli.Clients;

/// <summary>Warns of values that a launch is unlikely to match. The command stores them.</summary>
internal static class ClientWarnings
{
    /// <summary>Finds the warnings for a client's new values.</summary>
    /// <param name="storage">The database, after the change. So the search can't fail or be cancelled.</param>
    /// <param name="name">The name; null if it does not change.</param>
    /// <param name="issuer">The issuer; null if it does not change.</param>
    /// <param name="clientId">The client ID; null if it does not change.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(PostgreSqlLtiStorage storage, string? name, string? issuer, string? clientId)
    {
        IReadOnlyList<string> twins = issuer is null ? [] : await IssuerTwins.FindAsync(storage, issuer).ConfigureAwait(false);
        return
        [
            .. SpaceWarning.Of("--name", name),
            .. SpaceWarning.Of("--issuer", issuer),
            .. SpaceWarning.Of("--client-id", clientId),
            .. twins.Select(twin => $"warning: The issuer '{twin}' of another client differs only by a final slash, by case or by space. "
                + "A launch finds a client by the exact issuer. Correct the wrong one with lti-storage clients update."),
        ];
    }
}
