using Lti.Storage.PostgreSql.Internal.Connections;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Settings besides the pool's.</summary>
public sealed class ConnectionRulesTests
{
    [Fact]
    public void Defaults_are_set_where_the_text_is_silent()
    {
        var settings = Given.Settings("postgresql://u:p@h/d");

        Assert.Equal((15, 30, "lti-storage"), (settings.Timeout, settings.CommandTimeout, settings.ApplicationName));
        Assert.Equal((32, 1, true), (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages, settings.NoResetOnClose));
        Assert.Equal((65_536, 65_536), (settings.ReadBufferSize, settings.WriteBufferSize));
        Assert.Equal(("u", "p", "h", "d"), (settings.Username, settings.Password, settings.Host, settings.Database));
    }

    [Fact]
    public void What_the_text_says_stays()
    {
        var settings = Given.Settings(
            "Host=h;Timeout=3;Command Timeout=4;Application Name=a;Max Auto Prepare=5;Auto Prepare Min Usages=6;No Reset On Close=false;Read Buffer Size=7000;Write Buffer Size=8000");

        Assert.Equal((3, 4, "a"), (settings.Timeout, settings.CommandTimeout, settings.ApplicationName));
        Assert.Equal((5, 6, false), (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages, settings.NoResetOnClose));
        Assert.Equal((7000, 8000), (settings.ReadBufferSize, settings.WriteBufferSize));
    }

    [Fact]
    public void Where_functions_run_buffers_are_as_small_as_a_statement_of_one_call_needs()
    {
        var settings = Given.Settings("Host=h", new() { IsServerless = true });

        Assert.Equal((8192, 8192), (settings.ReadBufferSize, settings.WriteBufferSize));
    }

    [Fact]
    public void An_option_wins_over_the_text()
    {
        var settings = Given.Settings(
            "Host=h;Timeout=3;Command Timeout=4;Max Auto Prepare=5",
            new() { ConnectTimeout = TimeSpan.FromSeconds(7), CommandTimeout = TimeSpan.FromMilliseconds(1), PrepareStatements = false });

        Assert.Equal((7, 1, 0), (settings.Timeout, settings.CommandTimeout, settings.MaxAutoPrepare));
    }

    [Fact]
    public void What_the_promises_depend_on_is_set_whatever_the_text_says()
    {
        var settings = Given.Settings(
            "Host=h;Enlist=true;Include Error Detail=true;Include Failed Batched Command=true;Log Parameters=true;Persist Security Info=true");

        Assert.False(settings.Enlist);
        Assert.False(settings.IncludeErrorDetail);
        Assert.False(settings.IncludeFailedBatchedCommand);
        Assert.False(settings.LogParameters);
        Assert.False(settings.PersistSecurityInfo);
    }

    [Theory]
    [InlineData("Host=h", null)]
    [InlineData("Host=h,i", "read-write")]
    [InlineData("postgresql://h,i", "read-write")]
    [InlineData("Host=h,i;Target Session Attributes=any", "any")]
    [InlineData("postgresql://h,i?target_session_attrs=primary", "primary")]
    public void Of_several_hosts_the_one_that_takes_writes_is_used_by_default(string text, string? target)
        => Assert.Equal(target, Given.Settings(text).TargetSessionAttributes);

    [Theory]
    [InlineData("Multiplexing=true", "Multiplexing")]
    [InlineData("Replication Mode=Logical", "Replication Mode")]
    public void What_a_storage_can_not_work_with_is_refused(string text, string named)
        => Assert.Contains(named, Given.Refusal(() => Given.Settings("Host=h;" + text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1025, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void Time_outs_that_would_be_forever_or_too_long_are_refused(int connect, int command)
        => Given.Refusal(() => Given.Settings(
            "Host=h",
            new ConnectionChoices { ConnectTimeout = TimeSpan.FromSeconds(connect), CommandTimeout = TimeSpan.FromSeconds(command) }));

    [Fact]
    public void The_callers_text_is_not_changed_by_the_rules()
    {
        var text = ConnectionText.Parse("Host=h", _ => null);
        ConnectionRules.Apply(text, new(), _ => null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.Equal("Host=h", text.Builder.ConnectionString);
    }
}
