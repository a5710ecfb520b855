using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lti.Storage.PostgreSql.Tests.Hosting;

/// <summary>Options that come from a section of the configuration.</summary>
public sealed class ConfigurationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Options_of_a_section_reach_the_storage_wherever_the_section_is_bound(bool bindsFirst)
    {
        await using var database = await TestDatabase.CreateAsync();
        var builder = Builder(("Lti:ConnectionString", database.ConnectionString), ("Lti:MaxPoolSize", "3"), ("Lti:SchemaOnStart", "Migrate"));
        if (bindsFirst)
        {
            Bind(builder);
        }

        builder.Services.AddLtiStorage().UsePostgreSql();
        if (!bindsFirst)
        {
            Bind(builder);
        }

        using var host = builder.Build();
        await host.StartAsync(Token);

        Assert.True(await host.Services.GetRequiredService<INonceStore>().ClaimNonceAsync("nonce", cancellationToken: Token));
        Assert.Equal(3, host.Services.GetRequiredService<IOptions<PostgreSqlStorageOptions>>().Value.MaxPoolSize);
        await host.StopAsync(Token);
    }

    [Fact]
    public async Task Host_does_not_start_when_no_option_names_a_database()
    {
        var builder = Builder();
        builder.Services.AddLtiStorage().UsePostgreSql();
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(nameof(PostgreSqlStorageOptions.ConnectionString), error.Message, StringComparison.Ordinal);
    }

    private static void Bind(HostApplicationBuilder builder)
    {
        builder.Services.Configure<LtiStorageOptions>(builder.Configuration.GetSection("Lti"));
        builder.Services.Configure<PostgreSqlStorageOptions>(builder.Configuration.GetSection("Lti"));
    }

    private static HostApplicationBuilder Builder(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        return builder;
    }
}
