using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Records each log entry of any level with its message, properties and exception.</summary>
internal sealed class RecordingLoggerFactory : ILoggerFactory, ILogger
{
    public ConcurrentQueue<string> Entries { get; } = new();

    public string Everything => string.Join('\n', Entries);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var properties = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
        Entries.Enqueue($"{logLevel} {eventId} {formatter(state, exception)} | {properties} | {exception}");
    }

    public void Dispose()
    {
    }
}
