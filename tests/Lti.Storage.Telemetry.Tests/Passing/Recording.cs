using System.Reflection;

namespace Lti.Storage.Telemetry.Tests.Passing;

/// <summary>Records the one call that reaches it and its answer: a task or a stream of its own.</summary>
public class Recording : DispatchProxy
{
    private object?[] _passed = [];

    public static IReadOnlyList<MethodInfo> Operations { get; } =
    [
        .. typeof(ILtiStorage).GetInterfaces().Append(typeof(ILtiStorage)).Where(type => type != typeof(IAsyncDisposable)).SelectMany(type => type.GetMethods()),
    ];

    public ILtiStorage Storage => (ILtiStorage)(object)this;

    /// <summary>The arguments that the caller passed.</summary>
    public IReadOnlyList<object?> Passed => _passed;

    /// <summary>The arguments that reached the storage.</summary>
    public IReadOnlyList<object?> Arguments { get; private set; } = [];

    public object? Answer { get; private set; }

    public static Recording Create() => (Recording)(object)Create<ILtiStorage, Recording>();

    public object? Call(ILtiStorage storage, string name, CancellationToken cancellationToken)
    {
        var operation = Operations.Single(operation => operation.ToString() == name);
        _passed = [.. operation.GetParameters().Select(parameter => Any(parameter.ParameterType, cancellationToken))];
        return operation.Invoke(storage, BindingFlags.DoNotWrapExceptions, binder: null, _passed, culture: null);
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        Arguments = args!;
        var type = targetMethod!.ReturnType;
        Answer = type == typeof(ValueTask) ? new ValueTask(new TaskCompletionSource().Task)
            : type.GetGenericTypeDefinition() == typeof(ValueTask<>) ? Pending(type.GenericTypeArguments[0])
            : typeof(AsyncEnumerable).GetMethod(nameof(AsyncEnumerable.Empty))!.MakeGenericMethod(type.GenericTypeArguments).Invoke(obj: null, parameters: null);
        return Answer;
    }

    private static object Pending(Type answer)
    {
        var source = Activator.CreateInstance(typeof(TaskCompletionSource<>).MakeGenericType(answer))!;
        var task = source.GetType().GetProperty(nameof(TaskCompletionSource.Task))!.GetValue(source);
        return Activator.CreateInstance(typeof(ValueTask<>).MakeGenericType(answer), task)!;
    }

    private static object? Any(Type type, CancellationToken cancellationToken)
        => type == typeof(CancellationToken) ? cancellationToken
            : type == typeof(string) ? new string('x', 3)
            : type == typeof(Guid) || type == typeof(Guid?) ? Guid.NewGuid()
            : type == typeof(ClientKey) || type == typeof(ClientKey?) ? new ClientKey(Guid.NewGuid())
            : type == typeof(DeploymentKey) || type == typeof(DeploymentKey?) ? new DeploymentKey(Guid.NewGuid())
            : type == typeof(TimeSpan?) ? TimeSpan.FromSeconds(5)
            : type == typeof(DeploymentStatus) || type == typeof(DeploymentStatus?) ? DeploymentStatus.Pending
            : type == typeof(ExistingEndpoints) ? ExistingEndpoints.Replace
            : type == typeof(LtiLogin) ? LtiLogin.Create("i", "c")
            : type == typeof(LaunchKey) ? new LaunchKey("i", "c", "d")
            : null;
}
