using Lti.Storage.InMemory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Tests.PlatformKeySets;

/// <summary>Tests the registration of platform key sets.</summary>
public sealed class AddPlatformKeySetsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_named_storage_has_its_own_sets()
    {
        var services = new ServiceCollection();
        foreach (var name in new[] { "north", "south" })
        {
            services.AddLtiStorage(name).UseInMemory().AddPlatformKeySets().AddPlatformKeySets();
        }

        await using var provider = services.BuildServiceProvider();
        foreach (var name in new[] { "north", "south" })
        {
            var set = await provider.GetRequiredKeyedService<IPlatformKeySets>(name).GetAsync(
                "https://lms.example.edu/jwks",
                name,
                (_, _) => Task.FromResult(new PlatformKeySetAnswer(System.Text.Encoding.UTF8.GetBytes(
                    $$"""{"keys":[{"kty":"RSA","kid":"{{name}}","n":"AQAB","e":"AQAB"}]}"""))),
                Token);
            Assert.Equal([name], set.KeyIds);
        }
    }

    [Fact]
    public async Task Contradicting_options_fail_the_start()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddLtiStorage().UseInMemory().AddPlatformKeySets(static options => options.LeaseFor = TimeSpan.Zero);
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("LeaseFor", error.Message, StringComparison.Ordinal);
    }
}
