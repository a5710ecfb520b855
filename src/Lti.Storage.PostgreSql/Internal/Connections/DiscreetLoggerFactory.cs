using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Hands Npgsql the caller's loggers without letting connection strings through (rule E8).</summary>
internal sealed class DiscreetLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => new DiscreetLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The factory is the caller's.
    public void Dispose()
    {
    }
}
