using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Lti.Storage.Abstractions.Tests.Api;

/// <summary>Tests the public API as a whole.</summary>
public sealed class PublicApiTests
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly _assembly = typeof(ILtiStorage).Assembly;

    private static readonly Type[] _options
        = [typeof(LtiStorageOptions), typeof(ToolKeyOptions), typeof(AccessTokenOptions), typeof(PlatformKeySetOptions)];

    public static TheoryData<string> TypeNames { get; } = [.. _assembly.GetExportedTypes().Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void A_class_is_sealed_abstract_or_static(string name)
    {
        var type = _assembly.GetType(name)!;

        // The base of the typed errors may also be thrown itself, for an error that none of them describes.
        Assert.True(type.IsSealed || type.IsAbstract || type == typeof(LtiStorageException), $"{name} can be derived from.");
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void An_asynchronous_member_takes_a_token_as_its_last_optional_parameter(string name)
    {
        var methods = _assembly.GetType(name)!.GetMethods(Declared | BindingFlags.NonPublic)
            .Where(method => (method.IsPublic || method.IsFamily) && IsAsynchronous(method.ReturnType))
            .Where(method => method.Name != nameof(IAsyncDisposable.DisposeAsync));
        Assert.All(methods, method =>
        {
            Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
            var last = method.GetParameters()[^1];
            Assert.Equal((typeof(CancellationToken), method.IsPublic), (last.ParameterType, last.HasDefaultValue));
        });
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Only_options_have_public_setters(string name)
    {
        var type = _assembly.GetType(name)!;
        var settable = type.GetProperties(Declared).Where(property => property.SetMethod is { IsPublic: true } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit)));

        Assert.True(Array.IndexOf(_options, type) >= 0 || !settable.Any(), string.Join(", ", settable));
        Assert.All(
            type.GetFields(Declared), field => Assert.True(field.IsInitOnly || field.IsLiteral || field.IsSpecialName));
    }

    [Fact]
    public void Registration_is_in_the_namespace_of_container_extensions_and_the_rest_in_one_namespace()
    {
        string[] registration = [nameof(LtiStorageBuilder), nameof(LtiStorageServiceCollectionExtensions)];
        string Expected(Type type)
            => registration.Contains(type.Name, StringComparer.Ordinal) ? "Microsoft.Extensions.DependencyInjection" : "Lti.Storage";

        Assert.All(
            _assembly.GetExportedTypes(),
            type => Assert.Equal(Expected(type), type.Namespace));
    }

    [Fact]
    public void Assembly_needs_only_the_framework_and_the_abstractions_of_container_host_logging_and_options()
    {
        string[] allowed = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Hosting.Abstractions", "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Options"];
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

        var others = _assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(name => !File.Exists(Path.Combine(framework, $"{name}.dll")))
            .Order(StringComparer.Ordinal)
            .ToArray();

        Assert.Equal<string>(allowed, others);
    }

    [Fact]
    public void Bases_of_providers_and_decorators_cover_every_interface_and_synchronous_disposal()
    {
        HashSet<Type> interfaces = [.. typeof(ILtiStorage).GetInterfaces(), typeof(ILtiStorage), typeof(IDisposable)];

        Assert.Equal(interfaces, typeof(LtiStorageProvider).GetInterfaces().ToHashSet());
        Assert.Equal(interfaces, typeof(DelegatingLtiStorage).GetInterfaces().ToHashSet());
    }

    private static bool IsAsynchronous(Type type)
    {
        Type[] asynchronous = [typeof(Task), typeof(ValueTask), typeof(Task<>), typeof(ValueTask<>), typeof(IAsyncEnumerable<>)];
        return asynchronous.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
    }
}
