using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Tests;

/// <summary>A logger of this library's categories that always throws.</summary>
internal sealed class ThrowingLog : ILoggerProvider
{
    private int _thrown;

    public int Thrown => Volatile.Read(ref _thrown);

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName.StartsWith("Lti.Storage", StringComparison.Ordinal));

    public void Dispose()
    {
    }

    private sealed class Logger(ThrowingLog log, bool throws) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (throws)
            {
                Interlocked.Increment(ref log._thrown);
                throw new InvalidOperationException("A logger failed.");
            }
        }
    }
}
