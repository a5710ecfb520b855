using System.Reflection;
using System.Reflection.Emit;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class CircumstancesTests
{
    [Fact]
    public void The_commit_is_the_one_that_the_program_was_built_of()
    {
        var built = typeof(Run).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        var commit = Circumstances.Commit(typeof(Run).Assembly);

        Assert.True(built.EndsWith($"+{commit}", StringComparison.Ordinal) || (commit == "unknown" && !built.Contains('+', StringComparison.Ordinal)));
        Assert.Contains($"| Commit | `{commit}` |", Circumstances.Describe(["start"], server: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_clone_it_is_unknown()
        => Assert.Equal("unknown", Circumstances.Commit(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("nothing"), AssemblyBuilderAccess.Run)));
}
