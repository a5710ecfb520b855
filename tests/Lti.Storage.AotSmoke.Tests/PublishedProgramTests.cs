using System.Reflection;
using System.Runtime.InteropServices;

namespace Lti.Storage.AotSmoke.Tests;

/// <summary>Publishes the smoke program with warnings as errors and runs it.</summary>
[FullRun("AOT publish tests")]
public sealed class PublishedProgramTests
{
    private static readonly string _project = typeof(PublishedProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Project").Value!;

    [Fact]
    public async Task Published_program_runs_the_main_operations_without_reflection_or_generated_code()
    {
        var folder = Directory.CreateTempSubdirectory("lti-aot-");
        try
        {
            // Publish to a separate folder, so that the assemblies that other tests have loaded stay untouched.
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
            Assert.Equal(24, run.Output.Split("ok ").Length - 1);
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
