namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Tests connection text in Npgsql's form.</summary>
public sealed class NpgsqlTextTests
{
    [Fact]
    public void Npgsql_text_is_accepted_unchanged()
    {
        var read = Given.Text("Host=h;Port=6000;Username=u;Password=\"a;b='c'\";Database=d;SSL Mode=VerifyFull\n");

        Assert.Equal(("h", 6000, "u", "a;b='c'", "d"), (read.Host, read.Port, read.Username, read.Password, read.Database));
        Assert.Equal(Npgsql.SslMode.VerifyFull, read.SslMode);
    }

    [Theory]
    [InlineData("h1,h2:6000,[::1]:6001")]
    [InlineData("::1")]
    [InlineData("/cloudsql/project:region:instance")]
    [InlineData("h:6000")]
    public void Hosts_in_Npgsql_syntax_are_left_unchanged(string hosts) => Assert.Equal(hosts, Given.Text($"Host={hosts}").Host);

    [Theory]
    [InlineData("Username=u", "no Host")]
    [InlineData("Host=", "no Host")]
    [InlineData("hunter", "keyword=value")]
    [InlineData("mysql://u:hunter@h/d", "postgresql://")]
    [InlineData("Host=h;Password=a;hunter=2", "number 3")]
    [InlineData("Host=h;hunter=", "can't be read")]
    [InlineData("Host=h;Password='hunter", "keyword=value")]
    [InlineData("Host=h;Port=hunter", "'Port'")]
    [InlineData("Host=h;Port=99999", "65535")]
    [InlineData("Host=h;SSL Mode=hunter", "'SSL Mode'")]
    [InlineData("Host=h;Timeout=9999999999999", "'Timeout'")]
    [InlineData("Host=h;Require Auth=hunter", "'Require Auth'")]
    [InlineData("Host=h;Target Session Attributes=hunter", "'Target Session Attributes'")]
    [InlineData("Host=h:hunter", "port")]
    [InlineData("Host=h,,i", "empty name")]
    [InlineData("Host=h1,h2:hunter", "port")]
    [InlineData("Host=[::1]:hunter", "port")]
    [InlineData("Host=h1]h2:5433]hunter:5433;Target Session Attributes=primary", "port")]
    [InlineData("Host=h1]h2:5433]hunter:5433", "port")]
    public void Text_that_Npgsql_rejects_is_refused_without_its_values(string text, string why)
    {
        var refusal = Given.Refusal(text);

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", refusal.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Empty_text_is_refused(string? text) => Assert.ThrowsAny<ArgumentException>(() => Given.Text(text!));
}
