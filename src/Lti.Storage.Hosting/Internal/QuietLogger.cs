using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Internal;

/// <summary>Passes log lines on and ignores exceptions of the logger: the line is lost and the work goes on.</summary>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
#pragma warning disable CA1031 // An exception of a logger is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
#pragma warning disable CA1031 // An exception of a logger is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
