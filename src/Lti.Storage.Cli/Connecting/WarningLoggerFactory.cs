using Lti.Storage.Cli.Output;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Tells the library's warnings on standard error, such as that a migration waits for a busy table. What Npgsql says is not for operators.</summary>
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
