using System.Reflection;
using Lti.Storage.TestRuns;
using Xunit.v3;

[assembly: TestFramework(typeof(LimitedTestFramework))]

namespace Lti.Storage.TestRuns;

/// <summary>Gives every test a timeout, and leaves out the tests of a full run in other runs.</summary>
public sealed class LimitedTestFramework(string? configFileName) : XunitTestFramework(configFileName)
{
    /// <summary>Creates the framework without a configuration file.</summary>
    public LimitedTestFramework()
        : this(configFileName: null)
    {
    }

    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly)
        => new LimitedDiscoverer((IXunitTestAssembly)base.CreateDiscoverer(assembly).TestAssembly);
}
