namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests how a URI is split and what its parts become.</summary>
public sealed class UriTests
{
    [Theory]
    [InlineData("postgresql://u:p@h:6000/d")]
    [InlineData("postgres://u:p@h:6000/d")]
    [InlineData("POSTGRES://u:p@h:6000/d")]
    [InlineData("  postgresql://u:p@h:6000/d\n")]
    public void Both_schemes_are_URIs(string text)
    {
        var read = Given.Text(text);

        Assert.Equal(("u", "p", "h", 6000, "d"), (read.Username, read.Password, read.Host, read.Port, read.Database));
    }

    [Theory]
    [InlineData("u:a:b:c@h", "u", "a:b:c")]
    [InlineData("u:a#b@h", "u", "a#b")]
    [InlineData("u:a%2Fb%3fc%40d%23e%3A@h", "u", "a/b?c@d#e:")]
    [InlineData("u%3Ax:p@h", "u:x", "p")]
    [InlineData("u:a+b c@h", "u", "a+b c")]
    [InlineData("jos%C3%A9:ñ@h", "josé", "ñ")]
    [InlineData(":p@h", null, "p")]
    [InlineData("u:@h", "u", null)]
    [InlineData("u@h", "u", null)]
    [InlineData("@h", null, null)]
    [InlineData("h", null, null)]
    public void Password_begins_after_the_first_colon(string uri, string? user, string? password)
    {
        var read = Given.Uri(uri);

        Assert.Equal((user, password, "h"), (read.Username, read.Password, read.Host));
    }

    [Theory]
    [InlineData("h", "h", 5432)]
    [InlineData("h:", "h", 5432)]
    [InlineData("h:1", "h", 1)]
    [InlineData("h:65535/", "h", 65535)]
    [InlineData("[::1]", "::1", 5432)]
    [InlineData("[2001:db8::1]:6000/d", "2001:db8::1", 6000)]
    [InlineData("%3A%3A1", "::1", 5432)]
    [InlineData("%2Fvar%2Frun:6000", "/var/run", 6000)]
    [InlineData("/d?host=/cloudsql/project:region:instance", "/cloudsql/project:region:instance", 5432)]
    [InlineData("/d?host=/tmp/a b&port=6000", "/tmp/a b", 6000)]
    [InlineData("localhost:6000/d?host=/tmp", "/tmp", 6000)]
    [InlineData("?host=%40abstract", "@abstract", 5432)]
    [InlineData("h1:6001,h2,[::1]:6003/d", "h1:6001,h2:5432,[::1]:6003", 5432)]
    [InlineData("h1,[::1]", "h1:5432,[::1]:5432", 5432)]
    [InlineData("/d?host=h1,h2&port=6000", "h1:6000,h2:6000", 5432)]
    [InlineData("/d?host=h1,/tmp&port=6001,6002", "h1:6001,/tmp:6002", 5432)]
    [InlineData("b%C3%BCcher.example", "bücher.example", 5432)]
    public void Hosts_and_ports_come_from_the_address_or_the_query(string uri, string host, int port)
    {
        var read = Given.Uri(uri);

        Assert.Equal((host, port), (read.Host, read.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/d")]
    [InlineData("u:p@/d")]
    [InlineData("?host=")]
    public void Missing_host_means_the_local_server(string uri)
        => Assert.Contains(Given.Uri(uri).Host!, (string[])["/var/run/postgresql", "/tmp", "localhost"], StringComparer.Ordinal);

    [Theory]
    [InlineData("h", null)]
    [InlineData("h/", null)]
    [InlineData("h/d", "d")]
    [InlineData("h/a/b%20c/", "a/b c/")]
    [InlineData("h/d?dbname=e", "e")]
    [InlineData("h/d?dbname=", "d")]
    [InlineData("h/d?", "d")]
    [InlineData("h/d?user=u&", "d")]
    public void Database_follows_the_first_slash(string uri, string? database) => Assert.Equal(database, Given.Uri(uri).Database);

    [Theory]
    [InlineData("u:p@h@i/d", "@")]
    [InlineData("u:p/q@h/d", "@")]
    [InlineData("u:p@h/d?user=a@b", "@")]
    [InlineData("h?user=a@b", "%3F")]
    [InlineData("u:p?q@h/d", "%3F")]
    [InlineData("u:p@h/d#x", "#")]
    [InlineData("u:p@h/d?a=b?c=d", "second ?")]
    [InlineData("u:p%4@h", "password")]
    [InlineData("u%zz@h", "user name")]
    [InlineData("h/%", "database name")]
    [InlineData("h/%00", "%00")]
    [InlineData("h/%ff", "UTF-8")]
    [InlineData("h/a\u0001", "control character")]
    [InlineData("h:0", "port")]
    [InlineData("h:65536", "port")]
    [InlineData("h:+1", "port")]
    [InlineData("h:1:2", "port")]
    [InlineData("h?port=1,2", "ports")]
    [InlineData("h1,h2,h3?port=1,2", "ports")]
    [InlineData("[::1", "host")]
    [InlineData("[]", "host")]
    [InlineData("[::1]x", "host")]
    [InlineData("[127.0.0.1]", "host")]
    [InlineData("[[::1]:5]", "host")]
    [InlineData("?host=[::1]", "host")]
    [InlineData("a%2Cb", "host")]
    [InlineData("a%3A1", "host")]
    [InlineData("a%20b", "host")]
    [InlineData("a%2Fb", "host")]
    [InlineData("?host=h,/a:b", "socket directory")]
    [InlineData("h?user", "number 1")]
    [InlineData("h?user=a&&dbname=b", "number 2")]
    [InlineData("h?user=a=b", "number 1")]
    [InlineData("h?&", "number 1")]
    public void Invalid_or_ambiguous_URI_is_refused_with_the_position(string uri, string where)
        => Assert.Contains(where, Given.Refusal("postgresql://" + uri).Message, StringComparison.Ordinal);

    // xunit would replace the lone surrogate by U+FFFD.
    [Fact]
    public void Lone_surrogate_is_refused() => Assert.Contains("UTF-8", Given.Refusal("postgresql://h/\ud800").Message, StringComparison.Ordinal);
}
