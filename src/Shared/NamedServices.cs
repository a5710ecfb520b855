using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal;

/// <summary>Resolves the services of one storage. The key is the name of the storage. Null means the unnamed storage.</summary>
internal static class NamedServices
{
    public static T? FindNamed<T>(this IServiceProvider services, string? name)
        where T : class
        => name is null ? services.GetService<T>() : services.GetKeyedService<T>(name);

    public static T GetNamed<T>(this IServiceProvider services, string? name)
        where T : class
        => name is null ? services.GetRequiredService<T>() : services.GetRequiredKeyedService<T>(name);

    public static T GetNamedOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(
        this IServiceProvider services, string? name)
        where T : class
        => name is null
            ? services.GetRequiredService<IOptions<T>>().Value
            : services.GetRequiredService<IOptionsMonitor<T>>().Get(name);

    /// <summary>Creates a logger whose category ends with the name. It logs nothing without a logger factory.</summary>
    public static ILogger CreateNamedLogger<T>(this IServiceProvider services, string? name)
        => services.GetService<ILoggerFactory>()?.CreateLogger(name is null ? typeof(T).FullName! : $"{typeof(T).FullName}.{name}")
            ?? NullLogger.Instance;

    /// <summary>Whether a service of this type is registered for the storage of this name.</summary>
    public static bool HasNamed<T>(this IServiceCollection services, string? name)
        => services.Any(service => service.ServiceType == typeof(T) && Equals(service.ServiceKey, name));
}
