using LinqToDB;

namespace Lti.Storage.PostgreSql.Internal.Administration;

/// <summary>
/// What administration asks of a session's document, on the server. A member is compared as JSON, so that a number never passes for a string, and
/// found by the index on its hash, since a user's id may be too long for an index entry.
/// </summary>
/// <remarks>
/// The comparison stands in a <c>coalesce</c>, which the planner holds to be true half of the time. It would hold the bare comparison to be true once in
/// two hundred times, each of them, and then sort all of an issuer's sessions for every page, where an index has them in order.
/// </remarks>
internal static class SessionFunctions
{
    [Sql.Expression("(hashtextextended({0} #>> '{{platform,issuer}}', 0) = hashtextextended({1}::text, 0) AND coalesce({0} #> '{{platform,issuer}}' = to_jsonb({1}::text), false))", ServerSideOnly = true, IsPredicate = true)]
    public static bool HasIssuer(string data, string issuer) => throw OnServerOnly();

    [Sql.Expression("(hashtextextended({0} #>> '{{platform,clientId}}', 0) = hashtextextended({1}::text, 0) AND coalesce({0} #> '{{platform,clientId}}' = to_jsonb({1}::text), false))", ServerSideOnly = true, IsPredicate = true)]
    public static bool HasClientId(string data, string clientId) => throw OnServerOnly();

    [Sql.Expression("(hashtextextended({0} #>> '{{platform,deploymentId}}', 0) = hashtextextended({1}::text, 0) AND coalesce({0} #> '{{platform,deploymentId}}' = to_jsonb({1}::text), false))", ServerSideOnly = true, IsPredicate = true)]
    public static bool HasDeploymentId(string data, string deploymentId) => throw OnServerOnly();

    [Sql.Expression("(hashtextextended({0} #>> '{{user,id}}', 0) = hashtextextended({1}::text, 0) AND coalesce({0} #> '{{user,id}}' = to_jsonb({1}::text), false))", ServerSideOnly = true, IsPredicate = true)]
    public static bool HasUserId(string data, string userId) => throw OnServerOnly();

    [Sql.Expression("CASE jsonb_typeof({0} #> '{{platform,clientId}}') WHEN 'string' THEN {0} #>> '{{platform,clientId}}' END", ServerSideOnly = true, CanBeNull = true)]
    public static string? ClientId(string data) => throw OnServerOnly();

    [Sql.Expression("CASE jsonb_typeof({0} #> '{{platform,deploymentId}}') WHEN 'string' THEN {0} #>> '{{platform,deploymentId}}' END", ServerSideOnly = true, CanBeNull = true)]
    public static string? DeploymentId(string data) => throw OnServerOnly();

    [Sql.Expression("CASE jsonb_typeof({0} #> '{{user,id}}') WHEN 'string' THEN {0} #>> '{{user,id}}' END", ServerSideOnly = true, CanBeNull = true)]
    public static string? UserId(string data) => throw OnServerOnly();

    /// <summary>Whether an ID is one of an array, which is sent as a parameter: as literals, the IDs would stand in logs and traces of the statement.</summary>
    [Sql.Expression("{0} = ANY({1})", ServerSideOnly = true, IsPredicate = true)]
    public static bool IsAnyOf(Guid id, Guid[] ids) => throw OnServerOnly();

    [Sql.Expression("{0} > now()", ServerSideOnly = true, IsPredicate = true)]
    public static bool IsUnexpired(DateTimeOffset expiresAt) => throw OnServerOnly();

    /// <summary>The microseconds that remain, at most those of the longest lifetime.</summary>
    [Sql.Expression(Execution.Sql.RemainingUntil, ServerSideOnly = true)]
    public static long Remaining(DateTimeOffset expiresAt) => throw OnServerOnly();

    private static InvalidOperationException OnServerOnly() => new("This is said to the server, in a query.");
}
