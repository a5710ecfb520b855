using Lti.Storage.PostgreSql.Internal.Connections;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests the size of the pool and the lifetime of its connections.</summary>
public sealed class PoolRulesTests
{
    private static readonly (string, string)[] _function = [("VERCEL", "1")];

    [Theory]
    [InlineData(false, null, null, 10)]
    [InlineData(true, null, null, 1)]
    [InlineData(false, null, 7, 7)]
    [InlineData(true, null, 7, 7)]
    [InlineData(false, 5, 7, 5)]
    [InlineData(true, 5, 7, 5)]
    [InlineData(true, 5, null, 5)]
    public void Option_takes_precedence_over_the_text_and_the_text_over_the_environment(bool serverless, int? option, int? inText, int expected)
    {
        foreach (var keyword in new[] { "Maximum Pool Size", "MaxPoolSize", "maxpoolsize" })
        {
            var text = "Host=h" + (inText is null ? "" : $";{keyword}={inText}");
            var settings = Given.Settings(text, new() { MaxPoolSize = option }, variables: serverless ? _function : []);

            Assert.Equal((expected, 0), (settings.MaxPoolSize, settings.MinPoolSize));
        }
    }

    [Fact]
    public void Explicit_Npgsql_default_counts_as_given()
        => Assert.Equal(100, Given.Settings("Host=h;Maximum Pool Size=100").MaxPoolSize);

    [Fact]
    public void Pool_rules_apply_to_URIs() => Assert.Equal(10, Given.Settings("postgresql://h").MaxPoolSize);

    [Theory]
    [InlineData(5, 0)]
    [InlineData(6, 1)]
    public void Pool_over_five_in_a_serverless_function_is_a_warning(int size, int warnings)
    {
        using var log = new RecordingLoggerFactory();
        Given.Settings("Host=h;Password=hunter2", new() { MaxPoolSize = size }, log.CreateLogger("x"), _function);
        Given.Settings("Host=h", new() { MaxPoolSize = size }, log.CreateLogger("x"));

        Assert.Equal(warnings, log.Entries.Count);
        Assert.DoesNotContain("hunter2", log.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null, 20, 10)]
    [InlineData("Connection Idle Lifetime=300", null, 300, 10)]
    [InlineData("Connection Idle Lifetime=4", null, 4, 4)]
    [InlineData("Connection Idle Lifetime=300", 3.2, 4, 4)]
    [InlineData("Connection Pruning Interval=15", null, 20, 15)]
    [InlineData("Connection Pruning Interval=30;Connection Idle Lifetime=30", null, 30, 30)]
    public void Pruning_interval_is_at_most_the_idle_lifetime(string text, double? option, int idle, int pruning)
    {
        var settings = Given.Settings("Host=h;" + text, new() { IdleConnectionLifetime = option is { } s ? TimeSpan.FromSeconds(s) : null });

        Assert.Equal((idle, pruning), (settings.ConnectionIdleLifetime, settings.ConnectionPruningInterval));
    }

    [Theory]
    [InlineData("Maximum Pool Size=0")]
    [InlineData("Minimum Pool Size=11")]
    [InlineData("Connection Pruning Interval=30")]
    [InlineData("Connection Pruning Interval=0")]
    [InlineData("Connection Pruning Interval=-1")]
    [InlineData("Connection Idle Lifetime=0")]
    public void Invalid_pool_setting_is_refused_before_Npgsql_refuses_it(string text)
        => Given.Refusal(() => Given.Settings("Host=h;" + text));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(-1, 5)]
    [InlineData(5, 0)]
    [InlineData(5, -1)]
    public void Invalid_pool_option_is_refused(int size, int idle)
        => Given.Refusal(() => Given.Settings("Host=h", new ConnectionChoices { MaxPoolSize = size, IdleConnectionLifetime = TimeSpan.FromSeconds(idle) }));
}
