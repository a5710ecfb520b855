using Lti.Storage.Caching.Internal;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>A function is frozen between requests, and its timers with it: there every hit asks the clock.</summary>
[CacheRule("H6"), Collection(nameof(Alone))]
public sealed class ServerlessTests
{
    [Theory]
    [InlineData("AWS_LAMBDA_FUNCTION_NAME")]
    [InlineData("K_SERVICE")]
    [InlineData("FUNCTIONS_WORKER_RUNTIME")]
    public async Task In_a_function_every_hit_asks_the_clock(string variable)
    {
        var before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, "x");
        try
        {
            await using var storage = (CachingLtiStorage)new InMemoryLtiStorage().WithCaching();
            Assert.True(storage.Sessions!.Recent.IsOff);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    [Fact]
    public async Task In_any_other_process_hits_do_without()
    {
        await using var storage = (CachingLtiStorage)new InMemoryLtiStorage().WithCaching();
        Assert.False(storage.Sessions!.Recent.IsOff);
    }
}
