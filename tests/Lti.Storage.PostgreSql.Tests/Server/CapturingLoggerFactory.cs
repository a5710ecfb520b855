using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Records every log line with its properties and exception, or passes it to a callback.</summary>
internal sealed class CapturingLoggerFactory(Action<CapturingLoggerFactory.LogLine>? keep = null) : ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _lines = new();
    private readonly ConcurrentBag<(Func<LogLine, bool> Match, TaskCompletionSource Found)> _awaited = [];

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Waits for a matching line, which may already exist.</summary>
    public async Task FirstAsync(Func<LogLine, bool> match, CancellationToken cancellationToken)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited.Add((match, found));
        if (_lines.Any(match))
        {
            found.TrySetResult();
        }

        await found.Task.WaitAsync(cancellationToken);
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private void Add(LogLine line)
    {
        if (keep is not null)
        {
            keep(line);
            return;
        }

        _lines.Enqueue(line);
        foreach (var (_, found) in _awaited.Where(awaited => awaited.Match(line)))
        {
            found.TrySetResult();
        }
    }

    internal sealed record LogLine(string Category, LogLevel Level, string Message);

    private sealed class Logger(CapturingLoggerFactory factory, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Log(LogLevel.Trace, default, state, exception: null, static (scope, _) => $"Scope {scope}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = new StringBuilder(formatter(state, exception)).Append(' ').Append(exception);
            if (state is IEnumerable<KeyValuePair<string, object?>> properties)
            {
                text.AppendJoin(' ', properties);
            }

            factory.Add(new LogLine(category, logLevel, text.ToString()));
        }
    }
}
