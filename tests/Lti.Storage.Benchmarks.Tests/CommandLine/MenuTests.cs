namespace Lti.Storage.Benchmarks.Tests;

public sealed class MenuTests
{
    private static readonly Type[] _classes = [typeof(CacheInvalidationBenchmarks), typeof(CacheMissBenchmarks), typeof(LaunchBenchmarks)];

    [Theory]
    [InlineData("", "")]
    [InlineData("*", "--filter *")]
    [InlineData("3", "--filter *.LaunchBenchmarks.*")]
    [InlineData("1, 3", "--filter *.CacheInvalidationBenchmarks.* *.LaunchBenchmarks.*")]
    [InlineData("cache", "--filter *.CacheInvalidationBenchmarks.* *.CacheMissBenchmarks.*")]
    public async Task Somebody_at_a_terminal_chooses_by_number_or_by_name(string answer, string arguments)
    {
        var output = new StringWriter();

        Assert.Equal(arguments, string.Join(' ', await Menu.AskAsync(new StringReader(answer), output, _classes)));

        Assert.All(_classes, type => Assert.Contains(type.Name, output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("redis")]
    public async Task What_is_not_on_the_menu_is_refused(string answer)
        => await Assert.ThrowsAsync<RefusedException>(() => Menu.AskAsync(new StringReader(answer), new StringWriter(), _classes));

    [Fact]
    public void All_classes_are_on_the_menu() => Assert.Contains(typeof(StatementBenchmarks), MicroMode.Classes);
}
