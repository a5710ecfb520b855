using Lti.Storage.Cli.Output;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Cli.Connecting;

internal sealed class WarningLogger(Screen screen) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            screen.Line($"warning: {formatter(state, exception)}");
        }
    }
}
