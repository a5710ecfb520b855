using LinqToDB;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

/// <summary>Reads members of a session's document on the server.</summary>
/// <remarks>
/// <para>
/// An ID is a text or a number, and a number is compared as its text. The text of a list or an object is no ID. A member is found by an
/// index on its hash because a user's ID may be too long for an index entry.
/// </para>
/// <para>
/// The comparison stands in a <c>coalesce</c>, which the planner expects to be true for half of the rows. It expects the bare comparison
/// to be true for one row in two hundred. It would then sort all sessions of an issuer for every page, though an index has them in order.
/// </para>
/// </remarks>
internal static class SessionFunctions
{
    [Sql.Expression(
        "(hashtextextended({0} #>> '{{platform,issuer}}', 0) = hashtextextended({1}::text, 0)"
            + " AND coalesce({0} #> '{{platform,issuer}}' = to_jsonb({1}::text), false))",
        ServerSideOnly = true,
        IsPredicate = true)]
    public static bool HasIssuer(string data, string issuer) => throw OnServerOnly();

    [Sql.Expression(
        "(hashtextextended({0} #>> '{{platform,clientId}}', 0) = hashtextextended({1}::text, 0)"
            + " AND coalesce({0} #>> '{{platform,clientId}}' = {1}::text"
            + " AND jsonb_typeof({0} #> '{{platform,clientId}}') IN ('string', 'number'), false))",
        ServerSideOnly = true,
        IsPredicate = true)]
    public static bool HasClientId(string data, string clientId) => throw OnServerOnly();

    [Sql.Expression(
        "(hashtextextended({0} #>> '{{platform,deploymentId}}', 0) = hashtextextended({1}::text, 0)"
            + " AND coalesce({0} #>> '{{platform,deploymentId}}' = {1}::text"
            + " AND jsonb_typeof({0} #> '{{platform,deploymentId}}') IN ('string', 'number'), false))",
        ServerSideOnly = true,
        IsPredicate = true)]
    public static bool HasDeploymentId(string data, string deploymentId) => throw OnServerOnly();

    [Sql.Expression(
        "(hashtextextended({0} #>> '{{user,id}}', 0) = hashtextextended({1}::text, 0)"
            + " AND coalesce({0} #>> '{{user,id}}' = {1}::text"
            + " AND jsonb_typeof({0} #> '{{user,id}}') IN ('string', 'number'), false))",
        ServerSideOnly = true,
        IsPredicate = true)]
    public static bool HasUserId(string data, string userId) => throw OnServerOnly();

    [Sql.Expression(
        "(hashtextextended({0} #>> '{{context,id}}', 0) = hashtextextended({1}::text, 0)"
            + " AND coalesce({0} #>> '{{context,id}}' = {1}::text"
            + " AND jsonb_typeof({0} #> '{{context,id}}') IN ('string', 'number'), false))",
        ServerSideOnly = true,
        IsPredicate = true)]
    public static bool HasContextId(string data, string contextId) => throw OnServerOnly();

    [Sql.Expression(
        "CASE WHEN jsonb_typeof({0} #> '{{platform,clientId}}') IN ('string', 'number') THEN {0} #>> '{{platform,clientId}}' END",
        ServerSideOnly = true,
        CanBeNull = true)]
    public static string? ClientId(string data) => throw OnServerOnly();

    [Sql.Expression(
        "CASE WHEN jsonb_typeof({0} #> '{{platform,deploymentId}}') IN ('string', 'number') THEN {0} #>> '{{platform,deploymentId}}' END",
        ServerSideOnly = true,
        CanBeNull = true)]
    public static string? DeploymentId(string data) => throw OnServerOnly();

    [Sql.Expression(
        "CASE WHEN jsonb_typeof({0} #> '{{user,id}}') IN ('string', 'number') THEN {0} #>> '{{user,id}}' END",
        ServerSideOnly = true,
        CanBeNull = true)]
    public static string? UserId(string data) => throw OnServerOnly();

    /// <summary>Whether an ID is in an array, which is sent as a parameter. Literals would show the IDs in logs and traces.</summary>
    [Sql.Expression("{0} = ANY({1})", ServerSideOnly = true, IsPredicate = true)]
    public static bool IsAnyOf(Guid id, Guid[] ids) => throw OnServerOnly();

    [Sql.Expression("{0} > now()", ServerSideOnly = true, IsPredicate = true)]
    public static bool IsUnexpired(DateTimeOffset expiresAt) => throw OnServerOnly();

    /// <summary>The remaining microseconds, at most those of <see cref="LtiLimits.MaxLifetime"/>.</summary>
    [Sql.Expression(
        "(extract(epoch FROM least(greatest({0}, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint",
        ServerSideOnly = true)]
    public static long Remaining(DateTimeOffset expiresAt) => throw OnServerOnly();

    private static InvalidOperationException OnServerOnly() => new("This function runs only on the server, in a query.");
}
