using System.Reflection;

namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Finds every operation of <see cref="ILtiStorage"/> by reflection, so that none is forgotten.</summary>
internal static class Operations
{
    public static IReadOnlyList<MethodInfo> All { get; } =
    [
        .. typeof(ILtiStorage).GetInterfaces().Append(typeof(ILtiStorage)).Where(type => type != typeof(IAsyncDisposable))
            .SelectMany(type => type.GetMethods()),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(Label)];

    /// <summary>The operations that reach a provider as one call of the same name.</summary>
    /// <remarks>A login request is resolved through the finds instead, so that a cache and a trace see them.</remarks>
    public static TheoryData<string> Forwarded { get; } =
        [.. All.Where(operation => operation.Name != nameof(ILoginStore.ResolveLoginAsync)).Select(Label)];

    /// <summary>Returns the name of an operation. An overload has the type of its first parameter too.</summary>
    public static string Label(this MethodInfo operation)
        => All.Count(other => other.Name == operation.Name) == 1
            ? operation.Name
            : $"{operation.Name}({operation.GetParameters()[0].ParameterType.Name})";

    public static MethodInfo Find(string label) => All.Single(operation => operation.Label() == label);

    /// <summary>Creates valid arguments with the given token or the test's. Lifetimes and cursors are null.</summary>
    public static object?[] Arguments(this MethodInfo operation, CancellationToken? token = null) =>
    [
        .. operation.GetParameters().Select(parameter => parameter.ParameterType == typeof(CancellationToken)
            ? token ?? TestContext.Current.CancellationToken
            : Valid(parameter.ParameterType, parameter.Name!)),
    ];

    /// <summary>Calls an operation. An exception that it throws synchronously is thrown as it is.</summary>
    public static object? Call(this MethodInfo operation, ILtiStorage storage, params object?[] arguments)
        => operation.Invoke(storage, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);

    /// <summary>Waits for the result of an operation, which must be a task.</summary>
    public static Task AsTask(object? result)
        => result is ValueTask task
            ? task.AsTask()
            : (Task)result!.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(result, parameters: null)!;

    private static object? Valid(Type type, string name) => type switch
    {
        _ when type == typeof(string) => $"a {name}",
        _ when type == typeof(Guid) => Guid.NewGuid(),
        _ when type == typeof(ClientKey) => new ClientKey(Guid.NewGuid()),
        _ when type == typeof(DeploymentKey) => new DeploymentKey(Guid.NewGuid()),
        _ when Nullable.GetUnderlyingType(type) is not null => null,
        _ when type.IsEnum => Enum.GetValues(type).Cast<object>().Last(),
        _ when type == typeof(NewClient) => new NewClient { Name = "name", Issuer = "issuer", ClientId = "client", Endpoints = Endpoints() },
        _ when type == typeof(ClientUpdate) => new ClientUpdate { Name = "name", JwksUrl = "https://lms.example.edu/jwks" },
        _ when type == typeof(NewDeployment) => new NewDeployment { DeploymentId = "deployment", Name = "", Description = null },
        _ when type == typeof(DeploymentUpdate)
            => new DeploymentUpdate { DeploymentId = "deployment", Name = OptionalText.Clear, Description = "" },
        _ when type == typeof(LaunchKey) => new LaunchKey("issuer", "client", "deployment"),
        _ when type == typeof(LtiEndpoints) => Endpoints(),
        _ when type == typeof(LtiLogin) => LtiLogin.Create("issuer", "client"),
        _ when type == typeof(LtiSession) => Launch.Session(),
        _ when type == typeof(SessionFilter) => new SessionFilter { Issuer = "issuer", UserId = "" },
        _ when type == typeof(LtiRegistrationSession) => LtiRegistrationSession.Create(Guid.NewGuid(), Launch.Json("{}"), "token"),
        _ => throw new NotSupportedException($"Say here what a valid {type.Name} is."),
    };

    private static LtiEndpoints Endpoints() => new()
    {
        AuthorizationUrl = "https://lms.example.edu/auth",
        TokenUrl = "https://lms.example.edu/token",
        JwksUrl = "https://lms.example.edu/jwks",
    };
}
