using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Internal;

/// <summary>Adds the name of a storage to the category of each logger.</summary>
internal sealed class NamedLoggerFactory(ILoggerFactory inner, string name) : ILoggerFactory
{
    public static ILoggerFactory? Create(ILoggerFactory? inner, string? name)
        => inner is null || name is null ? inner : new NamedLoggerFactory(inner, name);

    public ILogger CreateLogger(string categoryName) => inner.CreateLogger($"{categoryName}.{name}");

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    // The caller disposes the factory.
    public void Dispose()
    {
    }
}
