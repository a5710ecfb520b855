using System.Data.Common;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Reads Npgsql's form, <c>Host=…;Username=…</c>.</summary>
internal static class NpgsqlText
{
    private const string Form = "Write keyword=value pairs with a semicolon between them (a value that has one goes in quotes), or a "
        + "URI that begins "
        + "with postgresql://.";

    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        var builder = Read(text);
        if (string.IsNullOrWhiteSpace(builder.Host))
        {
            throw Refused.Text("The connection string has no Host. Add Host=<name of the server>.");
        }

        NpgsqlHosts.Check(builder);
        return builder;
    }

    private static NpgsqlConnectionStringBuilder Read(string text)
    {
        try
        {
            return new(text);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Npgsql documents no list of these errors. Their messages, or the inner ones, quote the keyword or the value.
        }

        throw Diagnose(text);
    }

    /// <summary>Finds the invalid pair and names its keyword if it is one of Npgsql's.</summary>
    private static ArgumentException Diagnose(string text)
    {
        var pairs = new DbConnectionStringBuilder();
        try
        {
            pairs.ConnectionString = text;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Refused.Text("The connection string can't be read. " + Form);
        }

        var probe = new NpgsqlConnectionStringBuilder();
        var position = 0;
        foreach (var keyword in pairs.Keys.OfType<string>())
        {
            position++;
            if (!probe.ContainsKey(keyword))
            {
                return Refused.Text($"Npgsql doesn't know keyword number {position} of the connection string. Correct or remove it. "
                    + Form);
            }

            try
            {
                probe[keyword] = pairs[keyword];
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // Keeps the caller's spelling because the reader knows the keyword only in lower case.
                var at = text.IndexOf(keyword, StringComparison.OrdinalIgnoreCase);
                var spelled = at < 0 ? keyword : text.Substring(at, keyword.Length);
                return Refused.Text($"The connection string's value of '{spelled}' is not one that Npgsql takes. Correct it.");
            }
        }

        return Refused.Text("The connection string can't be read. " + Form);
    }
}
