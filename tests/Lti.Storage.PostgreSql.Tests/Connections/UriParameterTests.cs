using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>What libpq's parameters become.</summary>
public sealed class UriParameterTests
{
    [Theory]
    [InlineData("user=u", "Username=u")]
    [InlineData("password=p%26q", "Password=p&q")]
    [InlineData("dbname=a/b", "Database=a/b")]
    [InlineData("passfile=/f", "Passfile=/f")]
    [InlineData("options=-c%20geqo%3Doff", "Options=\"-c geqo=off\"")]
    [InlineData("application_name=a", "Application Name=a")]
    [InlineData("fallback_application_name=f", "Application Name=f")]
    [InlineData("fallback_application_name=f&application_name=a", "Application Name=a")]
    [InlineData("application_name=&fallback_application_name=f", "Application Name=f")]
    [InlineData("sslcert=/c&sslkey=/k&sslpassword=s", "SSL Certificate=/c;SSL Key=/k;SSL Password=s")]
    [InlineData("krbsrvname=k", "Kerberos Service Name=k")]
    [InlineData("gssencmode=disable", "GSS Encryption Mode=Disable")]
    [InlineData("gssencmode=require", "GSS Encryption Mode=Require")]
    [InlineData("channel_binding=require", "Channel Binding=Require")]
    [InlineData("require_auth=scram-sha-256,md5", "Require Auth=\"ScramSHA256,MD5\"")]
    [InlineData("require_auth=!password,!none", "Require Auth=\"!Password,!None\"")]
    [InlineData("require_auth=", "")]
    [InlineData("connect_timeout=7", "Timeout=7")]
    [InlineData("connect_timeout=0", "Timeout=0")]
    [InlineData("connect_timeout=-1", "Timeout=0")]
    [InlineData("target_session_attrs=any", "Target Session Attributes=any")]
    [InlineData("target_session_attrs=read-write", "Target Session Attributes=read-write")]
    [InlineData("target_session_attrs=read-only", "Target Session Attributes=read-only")]
    [InlineData("target_session_attrs=primary", "Target Session Attributes=primary")]
    [InlineData("target_session_attrs=standby", "Target Session Attributes=standby")]
    [InlineData("target_session_attrs=prefer-standby", "Target Session Attributes=prefer-standby")]
    [InlineData("load_balance_hosts=random", "Load Balance Hosts=true")]
    [InlineData("load_balance_hosts=disable", "Load Balance Hosts=false")]
    [InlineData("keepalives=1", "TCP Keepalive=true")]
    [InlineData("keepalives=0&keepalives_idle=5&keepalives_interval=2", "TCP Keepalive=false")]
    [InlineData("keepalives_idle=5&keepalives_interval=2", "TCP Keepalive Time=5;TCP Keepalive Interval=2")]
    [InlineData("keepalives_count=3&tcp_user_timeout=1000", "")]
    [InlineData("client_encoding=utf8", "")]
    [InlineData("client_encoding=UTF-8", "")]
    [InlineData("sslcompression=0&sslsni=1", "")]
    public void A_parameter_becomes_what_Npgsql_calls_it(string query, string npgsql)
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
    [InlineData("load_balance_hosts=yes", "random")]
    [InlineData("keepalives=on", "keepalives")]
    [InlineData("keepalives_interval=5", "keepalives_idle")]
    [InlineData("tcp_user_timeout=-1", "tcp_user_timeout")]
    [InlineData("client_encoding=LATIN1", "client_encoding")]
    [InlineData("sslcompression=1", "sslcompression")]
    [InlineData("sslsni=0", "sslsni")]
    [InlineData("require_auth=md5,!gss", "exclamation")]
    [InlineData("require_auth=oauth", "scram-sha-256")]
    [InlineData("gssencmode=on", "gssencmode")]
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
    public void What_is_not_taken_is_refused_with_its_name_or_its_place(string query, string named)
        => Assert.Contains(named, Given.Refusal("postgresql://h?" + query).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("hunter=2")]
    [InlineData("hunter")]
    [InlineData("sslmode=hunter")]
    [InlineData("port=hunter")]
    [InlineData("host=hunter,,%01")]
    [InlineData("require_auth=hunter")]
    [InlineData("user=hunter%zz")]
    public void Neither_an_unknown_name_nor_a_value_is_repeated(string query)
        => Assert.DoesNotContain("hunter", Given.Refusal("postgresql://h?" + query).ToString(), StringComparison.Ordinal);
}
