using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.InMemory.Tests.AccessTokens;

/// <summary>Tests a tool that forgot to protect its tokens.</summary>
public sealed class UnprotectedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("A6")]
    public async Task Platform_is_not_asked_for_a_token_that_the_storage_would_refuse()
    {
        await using var storage = new InMemoryLtiStorage();
        var request = await TokenSamples.AddClientAsync(storage, Token);
        using var tokens = Storage.AccessTokens.Create(storage);
        var requests = 0;

        var error = await Assert.ThrowsAsync<LtiSecretException>(async () => await tokens.GetAsync(request, AnswerAsync, Token));

        Assert.Contains("ProtectSecrets", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, requests);

        Task<AccessTokenAnswer> AnswerAsync(AccessTokenRequest asked, CancellationToken cancellationToken)
        {
            requests++;
            return Task.FromResult(new AccessTokenAnswer("token", TimeSpan.FromHours(1)));
        }
    }
}
