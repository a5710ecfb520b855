using Lti.Storage.PostgreSql.Internal.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Parses connection text in an environment that has only the test's variables.</summary>
internal static class Given
{
    public static NpgsqlConnectionStringBuilder Text(string text, params (string Name, string Value)[] variables)
        => ConnectionText.Parse(text, Environment(variables)).Builder;

    public static NpgsqlConnectionStringBuilder Uri(string afterScheme, params (string Name, string Value)[] variables)
        => Text("postgresql://" + afterScheme, variables);

    public static NpgsqlConnectionStringBuilder Settings(
        string text, ConnectionChoices? choices = null, ILogger? logger = null, params (string Name, string Value)[] variables)
        => ConnectionRules.Apply(
            ConnectionText.Parse(text, Environment(variables)), choices ?? new(), Environment(variables), logger ?? NullLogger.Instance);

    public static ArgumentException Refusal(string text, params (string Name, string Value)[] variables)
        => Refusal(() => Text(text, variables));

    public static ArgumentException Refusal(Action act)
    {
        var refusal = Assert.Throws<ArgumentException>(act);
        Assert.Null(refusal.InnerException);
        Assert.NotNull(refusal.ParamName);
        return refusal;
    }

    private static Func<string, string?> Environment((string Name, string Value)[] variables)
        => name => variables.FirstOrDefault(variable => variable.Name == name).Value;
}
