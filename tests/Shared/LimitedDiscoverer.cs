using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace Lti.Storage.TestRuns;

/// <summary>Sets the timeout of each test that has none, and skips the tests of a full run in other runs.</summary>
/// <remarks>xunit reads the attributes of a method once, so a change to them before the discovery applies to all its test cases.</remarks>
internal sealed class LimitedDiscoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
{
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);

    protected override ValueTask<bool> FindTestsForMethod(
        IXunitTestMethod testMethod, ITestFrameworkDiscoveryOptions discoveryOptions, Func<ITestCase, ValueTask<bool>> discoveryCallback)
    {
        var mark = MarkOf(testMethod.Method, testMethod.TestClass.Class);
        var name = mark?.Name;
        var facts = testMethod.FactAttributes.OfType<FactAttribute>().ToList();
        foreach (var fact in facts.Where(fact => fact.Timeout == 0))
        {
            fact.Timeout = TestRun.Timeout(isOfFullRun: name is not null);
        }

        if (name is null || TestRun.IsFull || facts.Count == 0)
        {
            return base.FindTestsForMethod(testMethod, discoveryOptions, discoveryCallback);
        }

        if (mark!.Rows > 0)
        {
            return FindRowsAsync(testMethod, discoveryOptions, discoveryCallback, mark.Rows);
        }

        // One line stands for all tests of that name.
        if (!_leftOut.Add(name))
        {
            return ValueTask.FromResult(true);
        }

        foreach (var fact in facts)
        {
            fact.DisplayName = $"{Count(name)} {name}";
            fact.Skip = "Left out of this run. Set LTI_TESTS=all to run them.";
        }

        return base.FindTestsForMethod(testMethod, discoveryOptions, discoveryCallback);
    }

    private static FullRunAttribute? MarkOf(MethodInfo method, Type type)
        => method.GetCustomAttribute<FullRunAttribute>() ?? type.GetCustomAttribute<FullRunAttribute>()
            ?? type.DeclaringType?.GetCustomAttribute<FullRunAttribute>() ?? type.Assembly.GetCustomAttribute<FullRunAttribute>();

    private async ValueTask<bool> FindRowsAsync(
        IXunitTestMethod testMethod, ITestFrameworkDiscoveryOptions discoveryOptions, Func<ITestCase, ValueTask<bool>> discoveryCallback, int kept)
    {
        // Otherwise all rows are one test case.
        discoveryOptions.SetPreEnumerateTheories(true);
        List<ITestCase> rows = [];
        await base.FindTestsForMethod(testMethod, discoveryOptions, row =>
        {
            rows.Add(row);
            return ValueTask.FromResult(true);
        });
        for (var i = 0; i < Math.Min(kept, rows.Count); i++)
        {
            if (!await discoveryCallback(rows[i * rows.Count / Math.Min(kept, rows.Count)]))
            {
                return false;
            }
        }

        return true;
    }

    private int Count(string name)
        => TestAssembly.Assembly.GetExportedTypes().Where(type => !type.IsAbstract).SelectMany(type => type.GetMethods().Select(method => (type, method)))
            .Count(test => test.method.IsDefined(typeof(FactAttribute)) && MarkOf(test.method, test.type) is { Rows: 0 } mark && mark.Name == name);
}
