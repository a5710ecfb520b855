namespace Lti.Storage.Docs.Tests;

public sealed class CodeTests(PagesDatabase database)
{
    [Theory]
    [MemberData(nameof(CodeBlocks.All), MemberType = typeof(CodeBlocks))]
    public async Task Code_on_a_page_compiles_and_runs(string page, int number)
    {
        var code = CodeBlocks.Of(page)[number];
        if (code.Contains(PagesDatabase.Variable, StringComparison.Ordinal))
        {
            database.RequireServer();
        }

        var (program, errors) = Compilation.Compile(code);

        Assert.True(program is not null, $"{page}, block {number + 1}:\n{string.Join('\n', errors)}");
        if (program.EntryPoint is { } main)
        {
            object?[] arguments = main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()];
            var result = main.Invoke(obj: null, arguments);
            await (result as Task ?? Task.CompletedTask);
        }
    }

    [Fact]
    public void Pages_with_code_are_found()
        => Assert.All(
            [
                "README.md",
                "docs/start/getting-started.md",
                "docs/reference/postgresql.md",
                "docs/reference/sqlite.md",
                "docs/reference/operations.md",
                "docs/explanation/reliability.md",
                "docs/explanation/security.md",
                .. Pages.All.Where(page => page.StartsWith("docs/how-to/", StringComparison.Ordinal)),
                .. new[] { "InMemory", "Sqlite", "PostgreSql", "Caching", "DataProtection", "Hosting", "Telemetry", "Testing" }
                    .Select(package => $"src/Lti.Storage.{package}/README.md"),
                "tests/Conformance/README.md",
            ],
            page => Assert.NotEmpty(CodeBlocks.Of(page)));

    [Fact]
    public void Code_that_does_not_compile_is_reported()
    {
        var (program, errors) = Compilation.Compile("var storage = new InMemoryLtiStorage(); storage.NoSuchMethod();");

        Assert.Null(program);
        Assert.Contains("NoSuchMethod", Assert.Single(errors), StringComparison.Ordinal);
    }
}
