using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Hosting;

/// <summary>Creates loggers whose every method throws, and records their categories.</summary>
internal sealed class ThrowingLoggerFactory : ILoggerFactory, ILogger
{
    private int _thrown;

    public ConcurrentQueue<string> Categories { get; } = new();

    public int Thrown => Volatile.Read(ref _thrown);

    public ILogger CreateLogger(string categoryName)
    {
        Categories.Enqueue(categoryName);
        return this;
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw Error();

    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Debug ? throw Error() : true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => throw Error();

    public void Dispose()
    {
    }

    private InvalidOperationException Error()
    {
        Interlocked.Increment(ref _thrown);
        return new InvalidOperationException("A logger failed.");
    }
}
