using Lti.Storage.Internal;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Gives Npgsql the caller's loggers without connection strings (rule E8).</summary>
internal sealed class DiscreetLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new DiscreetLogger(new GuardedLogger(inner.CreateLogger(categoryName)));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The caller disposes the factory.
    public void Dispose()
    {
    }
}
