using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests the conversion of libpq's parameters.</summary>
public sealed class UriParameterTests
{
    [Theory]
    [InlineData("user=u", "Username=u")]
    [InlineData("password=p%26q", "Password=p&q")]
    [InlineData("dbname=a/b", "Database=a/b")]
    [InlineData("options=-c%20geqo%3Doff", "Options=\"-c geqo=off\"")]
    [InlineData("application_name=a", "Application Name=a")]
    [InlineData("sslcert=/c&sslkey=/k", "SSL Certificate=/c;SSL Key=/k")]
    [InlineData("channel_binding=require", "Channel Binding=Require")]
    [InlineData("connect_timeout=7", "Timeout=7")]
    [InlineData("connect_timeout=0", "Timeout=0")]
    [InlineData("connect_timeout=-1", "Timeout=0")]
    [InlineData("target_session_attrs=any", "Target Session Attributes=any")]
    [InlineData("target_session_attrs=read-write", "Target Session Attributes=read-write")]
    [InlineData("target_session_attrs=read-only", "Target Session Attributes=read-only")]
    [InlineData("target_session_attrs=primary", "Target Session Attributes=primary")]
    [InlineData("target_session_attrs=standby", "Target Session Attributes=standby")]
    [InlineData("target_session_attrs=prefer-standby", "Target Session Attributes=prefer-standby")]
    public void Parameter_becomes_its_Npgsql_setting(string query, string npgsql)
    {
        var expected = new NpgsqlConnectionStringBuilder("Host=h;" + npgsql);
        var read = Given.Uri("h?" + query);

        foreach (var property in typeof(NpgsqlConnectionStringBuilder).GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            if (property.Name is not "ConnectionString" and not "Keys" and not "Values" and not "Count")
            {
                Assert.Equal((property.Name, property.GetValue(expected)), (property.Name, property.GetValue(read)));
            }
        }
    }

    [Theory]
    [InlineData("connect_timeout=1025", "connect_timeout")]
    [InlineData("connect_timeout=", "connect_timeout")]
    [InlineData("connect_timeout=5s", "connect_timeout")]
    [InlineData("target_session_attrs=Primary", "read-write")]
    [InlineData("channel_binding=yes", "channel_binding")]
    [InlineData("service=s", "service")]
    [InlineData("sslcrl=/f", "sslcrl")]
    [InlineData("ssl_min_protocol_version=TLSv1.3", "ssl_min_protocol_version")]
    [InlineData("requirepeer=postgres", "requirepeer")]
    [InlineData("pgbouncer=true", "prepared statements")]
    [InlineData("schema=public", "options")]
    [InlineData("user=a&user=a", "user is there twice")]
    [InlineData("password=a&passw%6Frd=b", "password is there twice")]
    [InlineData("sslmode=require&sslmod=x", "number 2")]
    [InlineData("SSLMODE=require", "number 1")]
    [InlineData("=x", "number 1")]
    public void Refused_parameter_is_reported_by_name_or_position(string query, string named)
        => Assert.Contains(named, Given.Refusal("postgresql://h?" + query).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_refused_parameter_is_named_with_a_remedy()
        => Assert.All(
            Internal.Connections.RefusedParameters.Names,
            name =>
            {
                var message = Given.Refusal($"postgresql://h?{name}=hunter").Message;
                Assert.Contains($"parameter {name} is not taken", message, StringComparison.Ordinal);
                Assert.Matches("Use |Remove |Write |Give |A storage|keys of the connection", message);
                Assert.DoesNotContain("hunter", message, StringComparison.Ordinal);
            });

    [Theory]
    [InlineData("PGSERVICE")]
    [InlineData("PGSSLCRL")]
    [InlineData("PGSSLMINPROTOCOLVERSION")]
    [InlineData("PGREQUIREPEER")]
    public void Variable_that_makes_libpq_stricter_is_refused_beside_a_URI(string name)
    {
        Assert.Contains(name, Given.Refusal("postgresql://h", (name, "hunter")).Message, StringComparison.Ordinal);
        Assert.Equal("h", Given.Uri("h", (name, "")).Host);
    }

    [Theory]
    [InlineData("hunter=2")]
    [InlineData("hunter")]
    [InlineData("sslmode=hunter")]
    [InlineData("port=hunter")]
    [InlineData("host=hunter,,%01")]
    [InlineData("user=hunter%zz")]
    public void Message_shows_no_unknown_name_and_no_value(string query)
        => Assert.DoesNotContain("hunter", Given.Refusal("postgresql://h?" + query).ToString(), StringComparison.Ordinal);
}
