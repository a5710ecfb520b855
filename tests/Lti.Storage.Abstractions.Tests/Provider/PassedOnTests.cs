using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Tests which calls reach a provider and which are rejected before.</summary>
public sealed class PassedOnTests
{
    [Theory]
    [MemberData(nameof(Operations.Forwarded), MemberType = typeof(Operations))]
    public void Valid_input_token_and_answer_are_passed_on_unchanged(string name)
    {
        var operation = Operations.Find(name);
        var provider = new RecordingProvider();
        using var source = new CancellationTokenSource();
        var arguments = operation.Arguments(source.Token);

        var answer = operation.Call(provider, arguments);

        var call = Assert.Single(provider.Calls);
        Assert.Equal(operation.Name.Replace("Async", "CoreAsync", StringComparison.Ordinal), call.Name);
        Assert.Equal(answer, call.Answer);
        Assert.Equal(arguments.Length, call.Arguments.Count);
        var parameters = operation.GetParameters();
        Assert.All(
            parameters.Where(p => p.ParameterType != typeof(TimeSpan?)), p => Assert.Equal(arguments[p.Position], call.Arguments[p.Position]));
        Assert.All(parameters.Where(p => p.ParameterType == typeof(TimeSpan?)), p => Assert.IsType<TimeSpan>(call.Arguments[p.Position]));
    }

    [Theory]
    [Trait("Rule", "E5")]
    [MemberData(nameof(Operations.Names), MemberType = typeof(Operations))]
    public async Task A_cancelled_token_never_reaches_the_provider(string name)
    {
        var operation = Operations.Find(name);
        var provider = new RecordingProvider();
        var cancelled = new CancellationToken(canceled: true);

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
        {
            var result = operation.Call(provider, operation.Arguments(cancelled));
            Assert.Empty(provider.Calls);
            return Operations.AsTask(result);
        });

        Assert.Equal(cancelled, error.CancellationToken);
        Assert.Empty(provider.Calls);
    }

    [Theory]
    [Trait("Rule", "E2")]
    [MemberData(nameof(Operations.Names), MemberType = typeof(Operations))]
    public void Null_is_rejected_for_every_required_object(string name)
    {
        var operation = Operations.Find(name);
        foreach (var parameter in operation.GetParameters().Where(p => p.ParameterType.IsClass && p.ParameterType != typeof(string)))
        {
            var provider = new RecordingProvider();
            var arguments = operation.Arguments();
            arguments[parameter.Position] = null;

            Assert.Throws<ArgumentNullException>(parameter.Name, () => operation.Call(provider, arguments));
            Assert.Empty(provider.Calls);
        }
    }

    [Fact]
    [Trait("Rule", "E2")]
    public async Task Null_endpoints_of_a_new_client_are_rejected()
    {
        var provider = new RecordingProvider();
        var client = new NewClient { Name = "n", Issuer = "i", ClientId = "c", Endpoints = null! };

        await Assert.ThrowsAsync<ArgumentNullException>(
            "client.Endpoints", async () => await provider.AddClientAsync(client, TestContext.Current.CancellationToken));
        Assert.Empty(provider.Calls);
    }
}
