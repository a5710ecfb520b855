using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>
/// Npgsql adds the connection string as a property to what it logs about connections, outside the message. It leaves the password out, but not the one
/// of a client certificate's key.
/// </summary>
internal sealed class DiscreetLogger(ILogger inner) : ILogger
{
    private const string ConnectionString = "ConnectionString";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> properties || properties.All(property => property.Key != ConnectionString))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
            return;
        }

        if (inner.IsEnabled(logLevel))
        {
            var message = formatter(state, exception);
            inner.Log(logLevel, eventId, properties.Where(property => property.Key != ConnectionString).ToArray(), exception, (_, _) => message);
        }
    }
}
