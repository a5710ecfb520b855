using System.Reflection;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Records every call to any member of the storage interface.</summary>
public class ForwardingProxy : DispatchProxy
{
    internal List<CoreCall> Calls { get; } = [];

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = Answer(targetMethod!.ReturnType);
        Calls.Add(new CoreCall(targetMethod.Name, args!, answer));
        return answer;
    }

    private static object? Answer(Type type)
    {
        if (type == typeof(ValueTask))
        {
            return new ValueTask(new TaskCompletionSource().Task);
        }

        var isStream = type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
        return typeof(ForwardingProxy).GetMethod(isStream ? nameof(Stream) : nameof(Pending), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type.GetGenericArguments()).Invoke(null, null);
    }

    private static ValueTask<T> Pending<T>() => new(new TaskCompletionSource<T>().Task);

    private static async IAsyncEnumerable<T> Stream<T>()
    {
        await Task.CompletedTask;
        yield break;
    }
}
