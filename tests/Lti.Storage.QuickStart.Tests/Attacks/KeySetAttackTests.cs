using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using QuickStart;
using QuickStart.Platform;
using QuickStart.Registration;
using QuickStart.Tool;

namespace Lti.Storage.QuickStart.Tests.Attacks;

/// <summary>Lets a platform's key set be huge, slow, moved, broken or asked for too often.</summary>
public sealed class KeySetAttackTests : IDisposable
{
    private const string Url = "https://lms.example.edu/jwks";

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly PlatformKey _key = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Endless_answer_is_read_up_to_the_bound()
    {
        using var body = new EndlessStream();
        using var handler = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });

        await ShouldRefuseAsync(Sets(handler), "larger than 262144 bytes");

        Assert.InRange(body.Read, 1, 1_000_000);
    }

    [Fact]
    public async Task Answer_that_never_ends_holds_a_request_until_the_timeout()
    {
        using var body = new SilentStream();
        using var handler = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) });
        var refusal = ShouldRefuseAsync(Sets(handler), "took longer than 10 seconds");
        await body.Asked.Task.WaitAsync(Token);

        _clock.Advance(KeySets.Timeout);

        await refusal;
    }

    [Theory]
    [InlineData(HttpStatusCode.Redirect, "status is 302")]
    [InlineData(HttpStatusCode.InternalServerError, "status is 500")]
    public async Task Redirect_or_error_is_refused(HttpStatusCode status, string reason)
    {
        using var handler = new StubHandler(() => new HttpResponseMessage(status) { Headers = { Location = new Uri("https://elsewhere.example/jwks") } });

        await ShouldRefuseAsync(Sets(handler), reason);

        Assert.Equal(1, handler.Requests);
    }

    [Theory]
    [InlineData("this is not JSON")]
    [InlineData("[]")]
    [InlineData("{\"keys\":7}")]
    [InlineData("{\"keys\":[7]}")]
    public async Task Broken_answer_is_refused_or_has_no_key(string json)
    {
        using var handler = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(json) });

        var found = await Record.ExceptionAsync(async () => Assert.Null(await Sets(handler).FindAsync(Url, "platform", Token)));

        Assert.True(found is null or RequestRefusedException, found?.ToString());
    }

    [Fact]
    public async Task Set_with_too_many_keys_is_refused()
    {
        var keys = string.Join(',', Enumerable.Range(0, KeySets.MaxKeys + 1).Select(i => $$"""{"kty":"oct","kid":"{{i}}","k":"AAAA"}"""));
        using var handler = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($$"""{"keys":[{{keys}}]}""") });

        await ShouldRefuseAsync(Sets(handler), "has more than 100 keys");
    }

    [Fact]
    public async Task Sets_of_many_platforms_are_bounded()
    {
        using var handler = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{\"keys\":[]}") });
        var sets = Sets(handler);
        for (var i = 0; i <= KeySets.MaxSets; i++)
        {
            await sets.FindAsync($"{Url}/{i}", "platform", Token);
        }

        await sets.FindAsync($"{Url}/0", "platform", Token);

        Assert.Equal(KeySets.MaxSets + 2, handler.Requests);
    }

    [Theory]
    [InlineData(KeySets.HttpClientName)]
    [InlineData(nameof(IRegistrationPlatform))]
    public void Client_for_addresses_of_strangers_checks_each_connection_and_follows_no_redirect(string client)
    {
        var services = new ServiceCollection();
        QuickStartApp.AddTool(services, StorageChoice.Of(new ConfigurationBuilder().Build()));
        using var provider = services.BuildServiceProvider();
        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client);
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        var sockets = Assert.IsType<SocketsHttpHandler>(handler);

        Assert.NotNull(sockets.ConnectCallback);
        Assert.False(sockets.AllowAutoRedirect);
        Assert.False(sockets.UseProxy);
    }

    [Fact]
    public async Task Unknown_key_ids_fetch_the_set_once_in_the_minimum_interval()
    {
        using var handler = new StubHandler(Good);
        var sets = Sets(handler);

        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => sets.FindAsync(Url, $"junk {i}", Token)));
        Assert.Equal(1, handler.Requests);

        _clock.Advance(KeySets.MinimumInterval);
        Assert.Null(await sets.FindAsync(Url, "junk", Token));
        Assert.Equal(2, handler.Requests);
    }

    [Fact]
    public async Task Failed_fetch_is_not_repeated_in_the_minimum_interval()
    {
        using var handler = new StubHandler(() => new HttpResponseMessage(HttpStatusCode.BadGateway));
        var sets = Sets(handler);

        await ShouldRefuseAsync(sets, "status is 502");
        await ShouldRefuseAsync(sets, "status is 502");

        Assert.Equal(1, handler.Requests);
    }

    [Fact]
    public async Task Known_key_is_cached_and_stays_in_use_for_a_day_when_the_platform_is_down()
    {
        var isUp = true;
        using var handler = new StubHandler(() => isUp ? Good() : new HttpResponseMessage(HttpStatusCode.BadGateway));
        var sets = Sets(handler);
        Assert.NotNull(await sets.FindAsync(Url, "platform", Token));
        Assert.NotNull(await sets.FindAsync(Url, "platform", Token));
        Assert.Equal(1, handler.Requests);

        isUp = false;
        _clock.Advance(TimeSpan.FromHours(2));

        Assert.NotNull(await sets.FindAsync(Url, "platform", Token));
        Assert.Equal(2, handler.Requests);
        _clock.Advance(TimeSpan.FromHours(22));
        await ShouldRefuseAsync(sets, "status is 502");
    }

    public void Dispose() => _key.Dispose();

    private KeySets Sets(HttpMessageHandler handler) => new(new Factory(handler), _clock);

    private HttpResponseMessage Good() => new(HttpStatusCode.OK) { Content = new StringContent(System.Text.Json.JsonSerializer.Serialize(KeySet.Of(_key.Key))) };

    private static async Task ShouldRefuseAsync(KeySets sets, string reason)
        => Assert.Contains(reason, (await Assert.ThrowsAsync<RequestRefusedException>(() => sets.FindAsync(Url, "platform", Token))).Message, StringComparison.Ordinal);

    private sealed class Factory(HttpMessageHandler handler) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(handler, disposeHandler: false);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public new long Read { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Read += buffer.Length;
            return new(buffer.Length);
        }
    }

    private sealed class SilentStream : MemoryStream
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
