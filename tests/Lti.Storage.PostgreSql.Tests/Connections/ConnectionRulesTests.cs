using Lti.Storage.PostgreSql.Internal.Connections;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests the connection settings other than the pool's.</summary>
public sealed class ConnectionRulesTests
{
    [Fact]
    public void Missing_settings_get_defaults()
    {
        var settings = Given.Settings("postgresql://u:p@h/d");

        Assert.Equal((15, 30, "lti-storage"), (settings.Timeout, settings.CommandTimeout, settings.ApplicationName));
        Assert.Equal((PreparedStatements.Needed, 1, true), (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages, settings.NoResetOnClose));
        Assert.Equal((65_536, 65_536), (settings.ReadBufferSize, settings.WriteBufferSize));
        Assert.Equal(("u", "p", "h", "d"), (settings.Username, settings.Password, settings.Host, settings.Database));
    }

    [Fact]
    public void Settings_in_the_text_are_kept()
    {
        var settings = Given.Settings(
            "Host=h;Timeout=3;Command Timeout=4;Application Name=a;Max Auto Prepare=5;Auto Prepare Min Usages=6;No Reset On Close=false;Read Buffer Size=7000;Write Buffer Size=8000");

        Assert.Equal((3, 4, "a"), (settings.Timeout, settings.CommandTimeout, settings.ApplicationName));
        Assert.Equal((5, 6, false), (settings.MaxAutoPrepare, settings.AutoPrepareMinUsages, settings.NoResetOnClose));
        Assert.Equal((7000, 8000), (settings.ReadBufferSize, settings.WriteBufferSize));
    }

    [Fact]
    public void Serverless_environment_gets_small_buffers()
    {
        var settings = Given.Settings("Host=h", new() { IsServerless = true });

        Assert.Equal((8192, 8192), (settings.ReadBufferSize, settings.WriteBufferSize));
    }

    [Fact]
    public void Option_takes_precedence_over_the_text()
    {
        var settings = Given.Settings(
            "Host=h;Timeout=3;Command Timeout=4;Max Auto Prepare=5",
            new() { ConnectTimeout = TimeSpan.FromSeconds(7), CommandTimeout = TimeSpan.FromMilliseconds(1), PrepareStatements = false });

        Assert.Equal((7, 1, 0), (settings.Timeout, settings.CommandTimeout, settings.MaxAutoPrepare));
    }

    [Fact]
    public void Settings_that_promises_depend_on_override_the_text()
    {
        var settings = Given.Settings(
            "Host=h;Enlist=true;Include Error Detail=true;Include Failed Batched Command=true;Log Parameters=true;Persist Security Info=true;"
            + "Client Encoding=LATIN1;Encoding=iso-8859-1;Cancellation Timeout=5000");

        Assert.False(settings.Enlist);
        Assert.False(settings.IncludeErrorDetail);
        Assert.False(settings.IncludeFailedBatchedCommand);
        Assert.False(settings.LogParameters);
        Assert.False(settings.PersistSecurityInfo);
        Assert.Equal(("UTF8", "UTF8", -1), (settings.ClientEncoding, settings.Encoding, settings.CancellationTimeout));
    }

    [Theory]
    [InlineData("Host=h", null, "lti-storage")]
    [InlineData("Host=h", "from the environment", "from the environment")]
    [InlineData("Host=h;Application Name=from the text", "from the environment", "from the text")]
    [InlineData("postgresql://h?application_name=from%20the%20text", "from the environment", "from the text")]
    public void Application_name_comes_from_the_text_and_then_from_the_environment(string text, string? variable, string name)
        => Assert.Equal(name, Given.Settings(text, variables: variable is null ? [] : [("PGAPPNAME", variable)]).ApplicationName);

    [Theory]
    [InlineData("PGREQUIREAUTH", "scram-sha-256", "Host=h")]
    [InlineData("PGREQUIREAUTH", "hunter", "postgresql://h")]
    [InlineData("PGGSSENCMODE", "hunter", "Host=h")]
    [InlineData("PGSSLNEGOTIATION", "hunter", "Host=h")]
    [InlineData("PGSSLNEGOTIATION", "direct", "Host=h")]
    [InlineData("PGSSLNEGOTIATION", "direct", "postgresql://h?sslmode=prefer")]
    public void Variable_that_Npgsql_would_reject_later_is_refused_by_name(string name, string value, string text)
    {
        var refusal = Given.Refusal(() => Given.Settings(text, variables: (name, value)));

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PGREQUIREAUTH", "ScramSHA256,MD5", "Host=h")]
    [InlineData("PGREQUIREAUTH", "hunter", "Host=h;Require Auth=ScramSHA256")]
    [InlineData("PGGSSENCMODE", "prefer", "Host=h")]
    [InlineData("PGSSLNEGOTIATION", "direct", "Host=h;SSL Mode=VerifyFull")]
    [InlineData("PGSSLNEGOTIATION", "postgres", "Host=h")]
    [InlineData("PGSSLCRL", "/crl", "Host=h")]
    public void Variable_that_Npgsql_accepts_is_left_to_Npgsql(string name, string value, string text) => Given.Settings(text, variables: (name, value));

    [Theory]
    [InlineData("Host=h", null)]
    [InlineData("Host=h,i", "read-write")]
    [InlineData("postgresql://h,i", "read-write")]
    [InlineData("Host=h,i;Target Session Attributes=any", "any")]
    [InlineData("postgresql://h,i?target_session_attrs=primary", "primary")]
    public void Several_hosts_default_to_the_one_that_takes_writes(string text, string? target)
        => Assert.Equal(target, Given.Settings(text).TargetSessionAttributes);

    [Theory]
    [InlineData("Multiplexing=true", "Multiplexing")]
    [InlineData("Replication Mode=Logical", "Replication Mode")]
    public void Setting_that_breaks_the_storage_is_refused(string text, string named)
        => Assert.Contains(named, Given.Refusal(() => Given.Settings("Host=h;" + text)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1025, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    public void Infinite_or_too_long_timeout_is_refused(int connect, int command)
        => Given.Refusal(() => Given.Settings(
            "Host=h",
            new ConnectionChoices { ConnectTimeout = TimeSpan.FromSeconds(connect), CommandTimeout = TimeSpan.FromSeconds(command) }));

    [Fact]
    public void Rules_leave_the_callers_text_unchanged()
    {
        var text = ConnectionText.Parse("Host=h", _ => null);
        ConnectionRules.Apply(text, new(), _ => null, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        Assert.Equal("Host=h", text.Builder.ConnectionString);
    }
}
