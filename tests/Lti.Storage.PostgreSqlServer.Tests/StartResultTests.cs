namespace Lti.Storage.PostgreSqlServer.Tests;

public sealed class StartResultTests
{
    private static readonly StartResult<string> _none = new(null, "There is none.");

    [Fact]
    public void What_was_started_is_returned() => Assert.Equal("it", new StartResult<string>("it", null).OrSkip(Assert.Fail, _ => "true"));

    [Fact]
    public void Without_it_a_test_is_skipped_with_the_reason_on_a_developers_machine()
    {
        var error = Assert.Throws<NotSupportedException>(() => _none.OrSkip(reason => throw new NotSupportedException(reason), _ => null));
        Assert.Equal("There is none.", error.Message);
    }

    [Fact]
    public void Without_it_a_test_fails_under_CI()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _none.OrSkip(_ => { }, name => name == "CI" ? "true" : null));
        Assert.StartsWith("There is none.", error.Message, StringComparison.Ordinal);
    }
}
