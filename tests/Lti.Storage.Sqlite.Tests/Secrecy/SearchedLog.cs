using System.Collections.Concurrent;
using Lti.Storage.Conformance;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Tests.Secrecy;

/// <summary>Searches each line of a log and its exception for the suite's secrets (rule E8).</summary>
internal sealed class SearchedLog : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _leaks = new();
    private int _lines;

    public IReadOnlyCollection<string> Leaks => _leaks;

    public int Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _lines);
        var line = $"{formatter(state, exception)} {exception}";
        if (line.Contains(ConformanceFixture.Canary, StringComparison.Ordinal))
        {
            _leaks.Enqueue(line);
        }
    }

    public void Dispose()
    {
    }
}
