using Lti.Storage.Cli.Output;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Writes the library's warnings to standard error, but not Npgsql's log.</summary>
internal sealed class WarningLoggerFactory(Screen screen) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName)
        => categoryName.StartsWith("Lti.Storage.", StringComparison.Ordinal) ? new WarningLogger(screen) : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
