using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Tests every text of every operation at its limits and beyond before it reaches a provider.</summary>
[Trait("Rule", "E2")]
public sealed class TextInputTests
{
    private const string Canary = "canary-9e41";

    public static TheoryData<string> Places { get; } = [.. TextPlace.All.Select(place => place.ToString())];

    public static TheoryData<string> Forwarded { get; } = [.. TextPlace.All.Where(place => !place.IsResolved).Select(place => place.ToString())];

    public static TheoryData<string> Endpoints { get; } = [.. TextPlace.All.Where(place => place.IsEndpoint).Select(place => place.ToString())];

    [Fact]
    public void Every_text_input_of_the_contract_is_tested()
        => Assert.Equal((63, 9), (TextPlace.All.Count, TextPlace.All.Count(place => place.IsEndpoint)));

    [Theory]
    [MemberData(nameof(Places))]
    public void Text_that_is_too_long_or_malformed_is_rejected_before_the_provider_is_called(string name)
    {
        var place = Find(name);
        var prefix = place.IsEndpoint ? $"https://{Canary}.example/" : Canary;
        AssertRefused(place, $"{prefix}\0", "U+0000");
        AssertRefused(place, $"{prefix}\ud83d", "surrogate");
        AssertRefused(place, $"{prefix}\ude00tail", "surrogate");
        AssertRefused(place, $"{prefix}\ude00\ud83d", "surrogate");
        AssertRefused(place, $"{prefix}😀\ud83d", "surrogate");
        AssertRefused(place, $"{prefix}\ud83d\ud83d\ude00", "surrogate");
        if (place.Limit is { } limit)
        {
            AssertRefused(place, prefix.PadRight(limit + 1, 'x'), $"{limit}");
            AssertRefused(place, prefix.PadRight(1_000_000, 'x'), $"{limit}");
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Null_and_empty_text_is_rejected_only_for_required_input(string name)
    {
        var place = Find(name);

        Assert.Equal(!place.TakesNull, Refuses(place, null));
        Assert.Equal(!place.TakesEmpty, Refuses(place, ""));
    }

    [Theory]
    [MemberData(nameof(Forwarded))]
    public void Text_at_its_limit_is_passed_on_verbatim(string name)
    {
        var place = Find(name);
        var limit = place.Limit ?? 100_000;
        string[] texts = place.IsEndpoint
            ? ["https://lms.example/".PadRight(limit, 'x'), "http://x", "HTTPS://LMS.example:443/./%7e/é?a=b c&d#e"]
            : [new string('x', limit), string.Concat(Enumerable.Repeat("😀", limit / 2)), " Not\ttrimmed\u0001\ufeff\uffff ", "e\u0301", "x"];
        foreach (var text in texts)
        {
            var provider = new RecordingProvider();
            place.Operation.Call(provider, place.With(text));

            var reached = Assert.Single(provider.Calls).Arguments[place.Index];
            foreach (var property in place.Properties)
            {
                reached = property.GetValue(reached);
            }

            Assert.Equal(text, reached is OptionalText change ? change.Value : reached);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void An_endpoint_that_is_not_an_absolute_http_or_https_URL_is_rejected(string name)
    {
        var place = Find(name);
        string[] urls =
        [
            " ", Canary, $"lms.example/{Canary}", $"/{Canary}", $"//{Canary}", $"?{Canary}", $"ftp://{Canary}.example", $"javascript:{Canary}",
            $"file:///{Canary}", $"urn:{Canary}", $"httpx://{Canary}.example", "http:", "https://", $"https:///{Canary} ",
            $" https://{Canary}.example",
            $"https://{Canary}.example ", $"https://{Canary}.example\u00a0", $"https://{Canary}.example:port/", $"https://[{Canary}]/",
        ];
        Assert.All(urls, url => AssertRefused(place, url, "absolute http or https URL"));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Endpoint_with_a_control_character_or_user_information_is_refused(string name)
    {
        var place = Find(name);
        string[] controls = [$"\thttps://{Canary}.example", $"https://{Canary}.example\n", $"https://{Canary}.example/a\r\nb", $"https://{Canary}.example/\u0085"];
        Assert.All(controls, url => AssertRefused(place, url, "line break or another control character"));
        AssertRefused(place, $"https://{Canary}@lms.example/", "user information");
        AssertRefused(place, $"https://user:{Canary}@lms.example/", "user information");
    }

    private static void AssertRefused(TextPlace place, string? text, string word)
    {
        var provider = new RecordingProvider();

        var error = Assert.ThrowsAny<ArgumentException>(() => place.Operation.Call(provider, place.With(text)));

        Assert.Equal(place.Parameter, error.ParamName);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(provider.Calls);
    }

    private static bool Refuses(TextPlace place, string? text)
    {
        var provider = new RecordingProvider();
        var error = Record.Exception(() => { _ = place.Operation.Call(provider, place.With(text)); });

        Assert.Equal(error is null, provider.Calls.Count > 0);
        Assert.Equal(error is null ? null : place.Parameter, (error as ArgumentException)?.ParamName);
        return error is not null;
    }

    private static TextPlace Find(string name) => TextPlace.All.Single(place => place.ToString() == name);
}
