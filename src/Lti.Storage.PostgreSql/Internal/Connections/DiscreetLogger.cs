using Lti.Storage.PostgreSql.Internal.Secrecy;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Removes connection strings, notices and quoted values from Npgsql's log (contract rule E8).</summary>
/// <remarks>
/// Npgsql adds the connection string as a property, with the password of a client certificate's key. A trigger writes the text of a
/// notice, or another program's statement does if the server logs to clients.
/// </remarks>
internal sealed class DiscreetLogger(ILogger inner) : ILogger
{
    private static readonly string[] _withheld = ["ConnectionString", "NoticeText"];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(logLevel))
        {
            return;
        }

        exception = exception?.Redacted();
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> properties || !properties.Any(IsWithheld))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        var message = properties.Any(property => property.Key == "NoticeText")
            ? "Received notice: text withheld"
            : formatter(state, exception);
        inner.Log(logLevel, eventId, properties.Where(property => !IsWithheld(property)).ToArray(), exception, (_, _) => message);
    }

    private static bool IsWithheld(KeyValuePair<string, object?> property) => _withheld.Contains(property.Key, StringComparer.Ordinal);
}
