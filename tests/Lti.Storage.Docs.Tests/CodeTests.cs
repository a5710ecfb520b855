namespace Lti.Storage.Docs.Tests;

public sealed class CodeTests(PagesDatabase database)
{
    /// <summary>What the conformance suite's page leaves to its reader.</summary>
    private const string ReadersEnvironment = """
        internal static class MyEnvironment
        {
            public static Task<StorageEnvironment> CreateAsync(LtiStorageOptions options) => throw new NotSupportedException();
        }
        """;

    [Theory]
    [MemberData(nameof(CodeBlocks.All), MemberType = typeof(CodeBlocks))]
    public async Task Code_on_a_page_compiles_and_runs(string page, int number)
    {
        var code = CodeBlocks.Of(page)[number];
        if (code.Contains(PagesDatabase.Variable, StringComparison.Ordinal))
        {
            database.RequireServer();
        }

        var (program, errors) = Compilation.Compile(code, code.Contains("MyEnvironment", StringComparison.Ordinal) ? ReadersEnvironment : "");

        Assert.True(program is not null, $"{page}, block {number + 1}:\n{string.Join('\n', errors)}");
        if (program.EntryPoint is { } main)
        {
            object?[] arguments = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            var result = main.Invoke(obj: null, arguments);
            await (result as Task ?? Task.CompletedTask);
        }
    }

    [Fact]
    public void The_pages_that_show_code_are_found()
        => Assert.All(
            [
                "README.md",
                .. new[] { "getting-started", "platforms", "deployment", "scaling", "security", "postgresql", "failures", "operations" }.Select(page => $"docs/{page}.md"),
                .. new[] { "InMemory", "PostgreSql", "Caching", "Hosting", "Telemetry" }.Select(package => $"src/Lti.Storage.{package}/README.md"),
                "tests/Conformance/README.md",
            ],
            page => Assert.NotEmpty(CodeBlocks.Of(page)));

    [Fact]
    public void Code_that_does_not_compile_is_found_out()
    {
        var (program, errors) = Compilation.Compile("var storage = new InMemoryLtiStorage(); storage.NoSuchMethod();");

        Assert.Null(program);
        Assert.Contains("NoSuchMethod", Assert.Single(errors), StringComparison.Ordinal);
    }
}
