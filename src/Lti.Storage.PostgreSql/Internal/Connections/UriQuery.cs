namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Reads the parameters of a URI. Each name is known and occurs once.</summary>
internal static class UriQuery
{
    public static Dictionary<string, string> Read(string query)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        var pairs = query.Split('&');
        // As in libpq one & may end the query.
        var count = pairs[^1].Length == 0 ? pairs.Length - 1 : pairs.Length;
        for (var i = 0; i < count; i++)
        {
            var equals = pairs[i].IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || pairs[i].IndexOf('=', equals + 1) >= 0)
            {
                throw Refused.Text($"Parameter number {i + 1} after the URI's ? is not name=value. Write a & inside a value as %26 and a "
                    + "= as %3D.");
            }

            var name = KnownName(UriEscapes.Decode(pairs[i][..equals], $"parameter number {i + 1}"), i + 1);
            if (!parameters.TryAdd(name, UriEscapes.Decode(pairs[i][(equals + 1)..], $"parameter {name}")))
            {
                throw Refused.Parameter(name, "is there twice. Remove one of the two.");
            }
        }

        return parameters;
    }

    private static string KnownName(string name, int position)
    {
        if (LibpqParameters.IsTaken(name))
        {
            return name;
        }

        if (RefusedParameters.Advice(name) is { } advice)
        {
            throw Refused.Parameter(name, "is not taken. " + advice);
        }

        // The message quotes no word: it may be the end of a password that contains a question mark.
        throw Refused.Text($"Parameter number {position} after the URI's ? has a name that is not known. These are: "
            + $"{string.Join(", ", LibpqParameters.Names)}. Correct its spelling or remove it; Npgsql's form, "
            + "Host=…;Username=…, has more.");
    }
}
