namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>libpq's <c>require_auth</c>: methods that the server may ask for, or with ! before each, those that it may not.</summary>
internal static class LibpqAuthMethods
{
    public static string? Translate(string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        var methods = value.Split(',');
        var negated = methods.Count(method => method.StartsWith('!'));
        return negated == 0 || negated == methods.Length
            ? string.Join(',', methods.Select(Translated))
            : throw Refused.Parameter("require_auth", "can't mix methods with and without an exclamation mark.");
    }

    private static string Translated(string method)
    {
        var not = method.StartsWith('!') ? "!" : "";
        return not + LibpqValue.Choice(
            "require_auth",
            method[not.Length..],
            ("password", "Password"),
            ("md5", "MD5"),
            ("gss", "GSS"),
            ("sspi", "SSPI"),
            ("scram-sha-256", "ScramSHA256"),
            ("none", "None"));
    }
}
