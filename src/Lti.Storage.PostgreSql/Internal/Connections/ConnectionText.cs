using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Parses a caller's connection text.</summary>
/// <remarks>
/// The text is a <c>postgresql://</c> or <c>postgres://</c> URI or has Npgsql's form. This is no record because its ToString would print
/// the password.
/// </remarks>
internal sealed class ConnectionText
{
    private readonly HashSet<string> _given;

    private ConnectionText(NpgsqlConnectionStringBuilder builder)
    {
        Builder = builder;
        _given = new(builder.Keys.OfType<string>(), StringComparer.Ordinal);
    }

    /// <summary>The settings of the text without any default of this library.</summary>
    public NpgsqlConnectionStringBuilder Builder { get; }

    /// <param name="connectionString">A URI or Npgsql's form.</param>
    /// <param name="readVariable">
    /// Reads an environment variable. A URI has its meaning in libpq, and libpq's variables that ask for more security must not be lost.
    /// </param>
    /// <exception cref="ArgumentException">The text is no connection text. The message quotes no part of it.</exception>
    public static ConnectionText Parse(string connectionString, Func<string, string?> readVariable)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        // A URI contains no white space. Files with secrets often end with a line feed.
        var text = connectionString.Trim();
        return new(UriText.IsUri(text) ? LibpqUri.Parse(text, readVariable) : NpgsqlText.Parse(text));
    }

    /// <summary>Whether the text sets one of <see cref="Keyword"/> in any spelling.</summary>
    public bool Sets(string keyword) => _given.Contains(keyword);
}
