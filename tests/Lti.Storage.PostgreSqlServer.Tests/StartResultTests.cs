namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class StartResultTests
{
    private static readonly StartResult<string> _none = new(null, "No server found.");

    [Fact]
    public void Started_value_is_returned() => Assert.Equal("it", new StartResult<string>("it", null).OrSkip(Assert.Fail, _ => "true"));

    [Fact]
    public void Test_without_a_server_is_skipped_with_the_reason_on_a_developer_machine()
    {
        var error = Assert.Throws<NotSupportedException>(() => _none.OrSkip(reason => throw new NotSupportedException(reason), _ => null));
        Assert.Equal("No server found.", error.Message);
    }

    [Fact]
    public void Test_without_a_server_fails_under_CI()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _none.OrSkip(_ => { }, name => name == "CI" ? "true" : null));
        Assert.StartsWith("No server found.", error.Message, StringComparison.Ordinal);
    }
}
