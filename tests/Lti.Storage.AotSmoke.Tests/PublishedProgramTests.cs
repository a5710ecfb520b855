using System.Reflection;
using System.Runtime.InteropServices;

namespace Lti.Storage.AotSmoke.Tests;

/// <summary>Publishes the program beside this project as a user would, with any warning an error, and runs it.</summary>
public sealed class PublishedProgramTests
{
    private static readonly string _project = typeof(PublishedProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Project").Value!;

    [Fact]
    public async Task The_main_operations_work_without_reflection_and_without_code_made_at_run_time()
    {
        var folder = Directory.CreateTempSubdirectory("lti-aot-");
        try
        {
            // In a folder of its own: what the tests beside it have loaded stays untouched.
            var program = Path.Combine(folder.FullName, "program");
            string[] native = HasNativeLinker() ? [] : ["-p:PublishTrimmed=true"];
            var published = await Command.RunAsync(
                "dotnet",
                ["publish", _project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--artifacts-path", folder.FullName, "-o", program, "--nologo", "-nodeReuse:false", .. native]);
            Assert.True(published.ExitCode == 0, published.Output);
            Assert.DoesNotContain("warning", published.Output, StringComparison.Ordinal);

            var run = await Command.RunAsync(Path.Combine(program, "Lti.Storage.AotSmoke"), []);

            Assert.True(run.ExitCode == 0, run.Output);
            Assert.DoesNotContain("WRONG", run.Output, StringComparison.Ordinal);
            Assert.Equal(18, run.Output.Split("ok ").Length - 1);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool HasNativeLinker()
        => OperatingSystem.IsWindows() || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));
}
