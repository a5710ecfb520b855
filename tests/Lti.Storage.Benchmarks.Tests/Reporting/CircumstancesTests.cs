using System.Reflection;
using System.Reflection.Emit;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class CircumstancesTests
{
    [Fact]
    public void Commit_is_that_of_the_build()
    {
        var built = typeof(Run).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

        var commit = Circumstances.Commit(typeof(Run).Assembly);

        Assert.True(built.EndsWith($"+{commit}", StringComparison.Ordinal) || (commit == "unknown" && !built.Contains('+', StringComparison.Ordinal)));
        Assert.Contains($"| Commit | `{commit}` |", Circumstances.Describe(["start"], server: null), StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_is_unknown_outside_a_clone()
        => Assert.Equal("unknown", Circumstances.Commit(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("nothing"), AssemblyBuilderAccess.Run)));
}
