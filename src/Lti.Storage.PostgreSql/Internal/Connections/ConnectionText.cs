using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>A caller's connection text, understood: a <c>postgresql://</c> or <c>postgres://</c> URI, or Npgsql's own form.</summary>
/// <remarks>Not a record: its ToString would print the password.</remarks>
internal sealed class ConnectionText
{
    private readonly HashSet<string> _given;

    private ConnectionText(NpgsqlConnectionStringBuilder builder)
    {
        Builder = builder;
        _given = new(builder.Keys.OfType<string>(), StringComparer.Ordinal);
    }

    /// <summary>What the text says, and nothing else: no default of this library is in it yet.</summary>
    public NpgsqlConnectionStringBuilder Builder { get; }

    /// <param name="connectionString">A URI or Npgsql's form.</param>
    /// <param name="readVariable">
    /// Reads an environment variable. A URI means what it means to libpq, and libpq's variables that ask for more security must not be lost.
    /// </param>
    /// <exception cref="ArgumentException">The text is no connection text. The message repeats nothing of it.</exception>
    public static ConnectionText Parse(string connectionString, Func<string, string?> readVariable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        // White space can't be part of a URI, and a line feed at its end is what files with secrets have.
        var text = connectionString.Trim();
        return new(UriText.IsUri(text) ? LibpqUri.Parse(text, readVariable) : NpgsqlText.Parse(text));
    }

    /// <summary>Whether the text itself sets one of <see cref="Keyword"/>, under any of its spellings.</summary>
    public bool Sets(string keyword) => _given.Contains(keyword);
}
