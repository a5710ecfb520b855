using System.Reflection;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Tests a decorator that overrides nothing.</summary>
public sealed class DelegatingTests
{
    [Theory]
    [MemberData(nameof(Operations.Forwarded), MemberType = typeof(Operations))]
    public void Every_call_is_passed_on_with_its_arguments_its_token_and_its_answer(string name)
    {
        var operation = Operations.Find(name);
        var (decorator, calls) = Create();
        using var source = new CancellationTokenSource();
        object?[] arguments = [.. operation.GetParameters().Zip(operation.Arguments(source.Token), Given)];

        var answer = operation.Call(decorator, arguments);

        var call = Assert.Single(calls);
        Assert.Equal(operation.Name, call.Name);
        Assert.Equal(arguments, call.Arguments);
        Assert.Equal(answer, call.Answer);
    }

    [Fact]
    public void Every_operation_can_be_overridden()
        => Assert.All(
            Operations.All.Select(operation => typeof(DelegatingLtiStorage)
                .GetMethod(operation.Name, [.. operation.GetParameters().Select(parameter => parameter.ParameterType)])!),
            method => Assert.Equal((true, false), (method.IsVirtual, method.IsFinal)));

    [Fact]
    public void Disposing_a_decorator_disposes_the_inner_storage()
    {
        var (decorator, calls) = Create();

        var disposing = decorator.DisposeAsync();

        var call = Assert.Single(calls);
        Assert.Equal((nameof(IAsyncDisposable.DisposeAsync), (object)disposing), (call.Name, call.Answer));
    }

    [Fact]
    public void A_decorator_without_an_inner_storage_is_rejected() => Assert.Throws<ArgumentNullException>("inner", () => new PlainDecorator(null!));

    private static (ILtiStorage Decorator, IReadOnlyList<CoreCall> Calls) Create()
    {
        var inner = DispatchProxy.Create<ILtiStorage, ForwardingProxy>();
        return (new PlainDecorator(inner), ((ForwardingProxy)inner).Calls);
    }

    /// <summary>Replaces a missing lifetime, cursor or status with a value, so that a decorator that drops it is found.</summary>
    private static object? Given(ParameterInfo parameter, object? argument) => parameter.ParameterType switch
    {
        _ when parameter.ParameterType == typeof(TimeSpan?) => TimeSpan.FromSeconds(7),
        _ when parameter.ParameterType == typeof(Guid?) => Guid.NewGuid(),
        _ when parameter.ParameterType == typeof(ClientKey?) => new ClientKey(Guid.NewGuid()),
        _ when parameter.ParameterType == typeof(DeploymentKey?) => new DeploymentKey(Guid.NewGuid()),
        _ when parameter.ParameterType == typeof(DeploymentStatus?) => DeploymentStatus.Pending,
        _ => argument,
    };
}
