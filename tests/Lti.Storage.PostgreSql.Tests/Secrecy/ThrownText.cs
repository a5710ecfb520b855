using System.Collections;
using System.Reflection;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Collects the text of an exception, its properties, its data and its inner exceptions.</summary>
internal static class ThrownText
{
    public static string Of(Exception thrown) => string.Join('\n', Pieces(thrown));

    private static IEnumerable<string?> Pieces(Exception e)
    {
        yield return e.ToString();
        foreach (DictionaryEntry entry in e.Data)
        {
            yield return $"{entry.Key}={entry.Value}";
        }

        foreach (var property in e.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.PropertyType == typeof(string)))
        {
            // The colliding key is a value of the caller and is meant for the program.
            if (e is not LtiConflictException || property.Name != nameof(LtiConflictException.Key))
            {
                yield return (string?)property.GetValue(e);
            }
        }

        if (e is NpgsqlException { BatchCommand: { } command })
        {
            yield return command.CommandText;
            foreach (NpgsqlParameter parameter in command.Parameters)
            {
                yield return parameter.Value?.ToString();
            }
        }

        IEnumerable<Exception> below = e is AggregateException several ? several.InnerExceptions : e.InnerException is { } inner ? [inner] : [];
        foreach (var piece in below.SelectMany(Pieces))
        {
            yield return piece;
        }
    }
}
