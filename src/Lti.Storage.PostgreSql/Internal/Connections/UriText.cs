namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Splits a connection URI into its percent-encoded parts.</summary>
/// <remarks>
/// <para>The form is <c>postgresql://user:password@h1:p1,h2:p2/database?name=value&amp;…</c>, and the URI is split as in libpq.</para>
/// <para>
/// A character that is not encoded may leave the end of a password ambiguous. libpq guesses then and looks up the rest of the password as
/// a host. This class refuses such a URI: a raw @ or # or second ? after the credentials, a raw ? in them, or a control character.
/// </para>
/// </remarks>
internal sealed class UriText
{
    private const string Encode = "In a user name or password write % as %25, @ as %40, / as %2F, ? as %3F, # as %23 and : as %3A.";

    private UriText(string? user, string? password, string hosts, string database, string query)
    {
        User = user;
        Password = password;
        Hosts = hosts;
        Database = database;
        Query = query;
    }

    public string? User { get; }

    public string? Password { get; }

    public string Hosts { get; }

    public string Database { get; }

    public string Query { get; }

    // libpq compares the scheme by case and RFC 3986 does not. Reading such a URI as Npgsql's form would give a misleading error.
    public static bool IsUri(string text)
        => text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    public static UriText Split(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        if (rest.AsSpan().ContainsAnyInRange('\0', '\u001F') || rest.Contains('\u007F', StringComparison.Ordinal))
        {
            throw Refused.Text("The URI has a control character, a line break perhaps. Remove it, or percent-encode it.");
        }

        string? user = null, password = null;
        var end = rest.AsSpan().IndexOfAny('@', '/');
        if (end >= 0 && rest[end] == '@')
        {
            (user, password) = SplitCredentials(rest[..end]);
            rest = rest[(end + 1)..];
        }

        if (rest.AsSpan().ContainsAny('@', '#'))
        {
            throw Refused.Text("The URI has an unencoded @ or # after the user name and password. " + Encode
                + " libpq has no fragments: elsewhere a # is %23 too.");
        }

        return SplitAddress(user, password, rest);
    }

    private static (string User, string? Password) SplitCredentials(string credentials)
    {
        if (credentials.Contains('?', StringComparison.Ordinal))
        {
            throw Refused.Text("The URI has an unencoded ? before an @. " + Encode + " In a parameter an @ is %40.");
        }

        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (credentials, null) : (credentials[..colon], credentials[(colon + 1)..]);
    }

    private static UriText SplitAddress(string? user, string? password, string rest)
    {
        var question = rest.IndexOf('?', StringComparison.Ordinal);
        var query = question < 0 ? "" : rest[(question + 1)..];
        var path = question < 0 ? rest : rest[..question];
        if (query.Contains('?', StringComparison.Ordinal))
        {
            throw Refused.Text("The URI has a second ?. Put & between parameters, and write a ? inside one, or in a password, as %3F.");
        }

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new(user, password, path, "", query) : new(user, password, path[..slash], path[(slash + 1)..], query);
    }
}
