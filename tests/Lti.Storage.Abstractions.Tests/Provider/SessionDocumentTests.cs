using System.Text;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Tests that the documents of other programs are checked before they reach a provider.</summary>
public sealed class SessionDocumentTests
{
    private const string Canary = "canary-77aa";
    private const string Platform = "\"platform\":{\"issuer\":\"i\",\"clientId\":\"c\",\"deploymentId\":\"d\"}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Refused { get; } = new()
    {
        { $"{{\"{Canary}\":\"\\u0000\",{Platform}}}", "U+0000" },
        { $"{{\"{Canary}\\u0000\":1,{Platform}}}", "U+0000" },
        { $"{{\"{Canary}\":\"\\ud800\",{Platform}}}", "surrogate" },
        { $"{{\"{Canary}\\udc00\":1,{Platform}}}", "surrogate" },
        { $"{{\"{Canary}\":{Launch.Nested(128)},{Platform}}}", "128 levels" },
        { $"{{\"{Canary}\":1e1000,{Platform}}}", "1000 digits" },
        { $"[\"{Canary}\"]", "JSON object" },
        { $"\"{Canary}\"", "JSON object" },
        { "null", "JSON object" },
        { "", "JSON" },
        { $"{{\"{Canary}\"", "JSON" },
        { $"{{{Platform}}} {Canary}", "JSON" },
    };

    private static string TooLong { get; } = new('x', 256);

    public static TheoryData<string, string> WithoutPlatform { get; } = new()
    {
        { "{}", "session.Platform.Issuer" },
        { "{\"platform\":[]}", "session.Platform.Issuer" },
        { "{\"platform\":{\"issuer\":7,\"clientId\":\"c\",\"deploymentId\":\"d\"}}", "session.Platform.Issuer" },
        { "{\"platform\":{\"issuer\":\"\",\"clientId\":\"c\",\"deploymentId\":\"d\"}}", "session.Platform.Issuer" },
        { "{\"platform\":{\"issuer\":\"i\",\"deploymentId\":\"d\"}}", "session.Platform.ClientId" },
        { "{\"platform\":{\"issuer\":\"i\",\"clientId\":null,\"deploymentId\":\"d\"}}", "session.Platform.ClientId" },
        { "{\"platform\":{\"issuer\":\"i\",\"clientId\":\"c\"}}", "session.Platform.DeploymentId" },
        { "{\"platform\":{\"issuer\":\"i\",\"clientId\":\"c\",\"deploymentId\":{}}}", "session.Platform.DeploymentId" },
        { $"{{\"platform\":{{\"issuer\":\"{TooLong}\",\"clientId\":\"c\",\"deploymentId\":\"d\"}}}}", "session.Platform.Issuer" },
        { $"{{\"platform\":{{\"issuer\":\"i\",\"clientId\":\"{TooLong}\",\"deploymentId\":\"d\"}}}}", "session.Platform.ClientId" },
        { $"{{\"platform\":{{\"issuer\":\"i\",\"clientId\":\"c\",\"deploymentId\":\"{TooLong}\"}}}}", "session.Platform.DeploymentId" },
    };

    [Theory]
    [Trait("Rule", "E2")]
    [MemberData(nameof(Refused))]
    public async Task The_error_for_a_document_that_cannot_be_stored_does_not_repeat_it(string document, string word)
    {
        var error = await AssertRefusedAsync(Launch.FromDocument(document), new LtiStorageOptions());

        Assert.Equal("session", error.ParamName);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Rule", "E2")]
    [MemberData(nameof(WithoutPlatform))]
    public async Task A_document_without_issuer_client_or_deployment_is_rejected(string document, string parameter)
        => Assert.Equal(parameter, (await AssertRefusedAsync(Launch.FromDocument(document), new LtiStorageOptions())).ParamName);

    [Fact]
    [Trait("Rule", "E2")]
    public async Task A_document_that_is_not_UTF_8_is_rejected()
        => await AssertRefusedAsync(LtiSession.FromDocument(Guid.NewGuid(), [.. "{\"x\":\""u8, 0xff, .. "\"}"u8]), new LtiStorageOptions());

    [Fact]
    [Trait("Rule", "S5")]
    public async Task A_document_of_another_program_reaches_the_provider_compact_and_complete()
    {
        var provider = new RecordingProvider();
        var session = Launch.FromDocument($$"""
            { "later" : {"v":1,"v":[ 2.50 , "\u00e9" ]},
              {{Platform}} }
            """);

        await provider.AddSessionAsync(session, cancellationToken: Token);

        var stored = Assert.IsType<LtiSession>(Assert.Single(provider.Calls).Arguments[0]);
        Assert.Equal(session.Id, stored.Id);
        Assert.Equal(
            """{"later":{"v":[2.50,"é"]},""" + Platform + "}",
            Encoding.UTF8.GetString(stored.Utf8Document.Span).Replace("\\u00e9", "é", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Rule", "E2")]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public async Task The_size_limit_counts_the_stored_bytes(int bytes, bool fits)
    {
        var options = new LtiStorageOptions { MaxDocumentBytes = 1024 };
        var empty = Launch.Session(("p", "\"\"")).Utf8Document.Length;
        var (pairs, rest) = Math.DivRem(bytes - empty, 2);
        var padding = new string('é', pairs) + new string('x', rest);
        var made = Launch.Session(("p", $"\"{padding}\""));
        Assert.Equal(bytes, made.Utf8Document.Length);
        var read = Launch.FromDocument($"{new string(' ', 2000)}{Encoding.UTF8.GetString(made.Utf8Document.Span)}");

        foreach (var session in new[] { made, read })
        {
            if (fits)
            {
                var provider = new RecordingProvider(options);
                await provider.AddSessionAsync(session, cancellationToken: Token);
                await provider.CompleteLaunchAsync("nonce", session, cancellationToken: Token);
                Assert.Equal(2, provider.Calls.Count);
            }
            else
            {
                var error = await AssertRefusedAsync(session, options);
                Assert.Equal("session", error.ParamName);
                Assert.Contains("1025", error.Message, StringComparison.Ordinal);
                Assert.Contains("1024", error.Message, StringComparison.Ordinal);
                Assert.Contains("MaxDocumentBytes", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_session_made_from_claims_reaches_the_provider_as_it_is()
    {
        var provider = new RecordingProvider();
        var session = Payload.Session("canvas-assignment");

        await provider.CompleteLaunchAsync("nonce", session, cancellationToken: Token);

        Assert.Same(session, Assert.Single(provider.Calls).Arguments[1]);
    }

    private static async Task<ArgumentException> AssertRefusedAsync(LtiSession session, LtiStorageOptions options)
    {
        var provider = new RecordingProvider(options);

        var error = await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await provider.AddSessionAsync(session, cancellationToken: Token));
        var completing = await Assert.ThrowsAnyAsync<ArgumentException>(
            async () => await provider.CompleteLaunchAsync("nonce", session, cancellationToken: Token));
        Assert.Equal(error.Message, completing.Message);
        Assert.Empty(provider.Calls);
        return error;
    }
}
