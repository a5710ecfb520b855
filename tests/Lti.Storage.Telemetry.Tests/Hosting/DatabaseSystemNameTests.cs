using System.Reflection;
using Lti.Storage.InMemory;
using Lti.Storage.Telemetry.Tests.Passing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Telemetry.Tests.Hosting;

/// <summary>Tests the name of the database system from the provider or from the options.</summary>
public sealed class DatabaseSystemNameTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Text that must not get into traces and metrics.</summary>
    public static TheoryData<string> Unusable { get; } =
    [
        "Host=db.example.org;Password=secret",
        "postgresql://lti:secret@db.example.org/lti",
        "PostgreSQL",
        " postgresql",
        "postgresql\n",
        "1",
        new string('a', 65),
    ];

    [Fact]
    public async Task The_providers_name_is_found_under_any_decorators()
    {
        await using var storage = new Plain(new InMemoryLtiStorage()).WithTelemetry();

        Assert.Equal("in_memory", NameOn(storage));
    }

    [Fact]
    public void A_storage_that_is_not_a_provider_is_named_other_sql()
        => Assert.Equal("other_sql", NameOn(Recording.Create().Storage.WithTelemetry()));

    [Fact]
    public async Task The_option_overrides_the_providers_name()
    {
        var options = new TelemetryOptions { DatabaseSystemName = "mongodb" };
        await using var storage = new InMemoryLtiStorage().WithTelemetry(options);
        options.DatabaseSystemName = "later";

        Assert.Equal("mongodb", NameOn(storage));
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public void An_invalid_name_is_rejected_without_repeating_it(string text)
    {
        var error = Assert.Throws<OptionsValidationException>(
            () => Recording.Create().Storage.WithTelemetry(new TelemetryOptions { DatabaseSystemName = text }));

        Assert.Contains("DatabaseSystemName must be a lower-case letter", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_with_an_invalid_name_does_not_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddLtiStorage().UseInMemory().WithTelemetry(options => options.DatabaseSystemName = "Host=db");
        using var host = builder.Build();

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));
    }

    private static object? NameOn(ILtiStorage storage)
    {
        using var spans = new RecordedSpans();
        _ = storage.FindSessionAsync(Guid.NewGuid(), Token).AsTask();
        return Assert.Single(spans.Started).GetTagItem("db.system.name");
    }

    private sealed class Plain(ILtiStorage inner) : DelegatingLtiStorage(inner);
}
