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
    public async Task Menu_accepts_numbers_and_names(string answer, string arguments)
    {
        var output = new StringWriter();

        Assert.Equal(arguments, string.Join(' ', await Menu.AskAsync(new StringReader(answer), output, _classes)));

        Assert.All(_classes, type => Assert.Contains(type.Name, output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4")]
    [InlineData("redis")]
    public async Task Unknown_choice_is_refused(string answer)
        => await Assert.ThrowsAsync<RefusedException>(() => Menu.AskAsync(new StringReader(answer), new StringWriter(), _classes));

    [Fact]
    public void Menu_lists_all_classes() => Assert.Contains(typeof(StatementBenchmarks), MicroMode.Classes);
}
