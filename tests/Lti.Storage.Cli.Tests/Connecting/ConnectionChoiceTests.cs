using System.Numerics;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Connecting;

/// <summary>The order of settings is the option before the environment before the settings files.</summary>
public sealed class ConnectionChoiceTests : IDisposable
{
    private const string Secret = "hunter2canary";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lti-cli");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Every subset of one or two settings and the set of all five. The bits are in the order of precedence.</summary>
    public static TheoryData<int> Subsets { get; } =
        [.. Enumerable.Range(1, 31).Where(subset => BitOperations.PopCount((uint)subset) is 1 or 2 or 5)];

    [Theory]
    [MemberData(nameof(Subsets))]
    public async Task First_setting_of_the_order_wins_and_is_named(int subset)
    {
        string[] order =
        [
            "--connection",
            "ConnectionStrings__Lti",
            "DATABASE_URL",
            "appsettings.Staging.json of the working directory",
            "appsettings.json of the working directory",
        ];
        var first = Enumerable.Range(0, order.Length).First(IsSet);
        string? Text(int setting) => IsSet(setting) ? $"postgresql://lti:{Secret}@127.0.0.1:1/number{setting}" : null;
        await WriteAsync("appsettings.Staging.json", Text(3));
        await WriteAsync("appsettings.json", Text(4));

        var run = await Tool.RunAsync(
            IsSet(0) ? ["migrate", "--connection", Text(0)!] : ["migrate"],
            _folder.FullName,
            ("ConnectionStrings__Lti", Text(1)),
            ("DATABASE_URL", Text(2)),
            ("DOTNET_ENVIRONMENT", "Staging"));

        Assert.Equal($"Using the database 'number{first}' on 127.0.0.1:1 (from {order[first]}), schema 'public'.", run.NamedDatabase);
        Assert.Equal(3, run.ExitCode);
        Assert.DoesNotContain(Secret, run.Errors, StringComparison.Ordinal);

        bool IsSet(int setting) => (subset & (1 << setting)) != 0;
    }

    /// <summary>The other tests hand in the variables and the folder. These have to be the process's own in the program.</summary>
    [Theory]
    [InlineData("ConnectionStrings__Lti", "ConnectionStrings__Lti")]
    [InlineData("CONNECTIONSTRINGS__LTI", "ConnectionStrings__Lti")]
    [InlineData("DATABASE_URL", "DATABASE_URL")]
    [InlineData(null, "appsettings.Staging.json of the working directory")]
    public async Task Program_reads_its_own_variables_and_working_directory(string? variable, string source)
    {
        await WriteAsync("appsettings.Staging.json", "postgresql://127.0.0.1:1/file");
        (string, string?)[] given = variable is null ? [] : [(variable, "postgresql://127.0.0.1:1/variable")];

        var run = await ToolProcess.RunAsync(["migrate"], _folder.FullName, [("DOTNET_ENVIRONMENT", "Staging"), .. given]);

        var name = variable is null ? "file" : "variable";
        Assert.Equal($"Using the database '{name}' on 127.0.0.1:1 (from {source}), schema 'public'.", run.NamedDatabase);
    }

    [Fact]
    public async Task Blank_variable_counts_as_absent_and_blank_option_is_refused()
    {
        const string Nowhere = "postgresql://127.0.0.1:1/nowhere";

        var none = await Tool.RunAsync(["clients", "list"], ("DATABASE_URL", " "));
        var blank = await Tool.RunAsync(["migrate"], ("ConnectionStrings__Lti", ""), ("DATABASE_URL", Nowhere));
        var empty = await Tool.RunAsync(["clients", "list", "--connection", ""], ("DATABASE_URL", Nowhere));

        Assert.StartsWith("No database is named.", none.FailedWith(exitCode: 2), StringComparison.Ordinal);
        Assert.Contains("(from DATABASE_URL)", blank.NamedDatabase, StringComparison.Ordinal);
        Assert.StartsWith("--connection is empty.", empty.FailedWith(exitCode: 2), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_settings_file_is_reported_without_its_text_and_only_if_it_is_needed()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "appsettings.json"), $$"""{ "ConnectionStrings": { "Lti": Password={{Secret}} } }""", Token);

        var needed = await Tool.RunAsync(["clients", "list"], _folder.FullName);
        var notNeeded = await Tool.RunAsync(["migrate"], _folder.FullName, ("DATABASE_URL", "postgresql://127.0.0.1:1/nowhere"));

        var line = needed.FailedWith(exitCode: 2);
        Assert.StartsWith("appsettings.json of the working directory can't be read.", line, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
        Assert.Equal(3, notNeeded.ExitCode);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private Task WriteAsync(string file, string? text) => text is null
        ? Task.CompletedTask
        : File.WriteAllTextAsync(Path.Combine(_folder.FullName, file), $$"""{ "ConnectionStrings": { "Lti": "{{text}}" } }""", Token);
}
