using System.Reflection;
using CsCheck;
using Lti.Storage.Conformance;
using Lti.Storage.Conformance.Suite;
using Xunit.Sdk;
using Xunit.v3;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Holds an inherited test of the suite and the arguments of one row. It runs on any fixture.</summary>
internal sealed record SuiteTest(Type Class, MethodInfo Method, object?[] Arguments)
{
    public static Task<IReadOnlyList<SuiteTest>> All { get; } = DiscoverAsync(typeof(SuiteTest).Assembly);

    /// <summary>True if the test proves its rules by generated input. False for an example.</summary>
    public bool IsGenerated => Class.IsSubclassOf(typeof(ModelConformance)) || Class.IsSubclassOf(typeof(LinearizabilityConformance));

    public IEnumerable<string> Rules => new MemberInfo[] { Method, Class }.SelectMany(member => member.GetCustomAttributes<RuleAttribute>()).SelectMany(named => named.Rules);

    /// <summary>Runs the test on its own instance as xunit does.</summary>
    /// <returns>The test's failure or null. Any other exception is thrown: the runner is broken then and proves nothing.</returns>
    public async Task<Exception?> RunAsync(ConformanceFixture fixture)
    {
        await using var test = (ConformanceTest)Activator.CreateInstance(Class, fixture)!;
        await test.InitializeAsync();
        var running = (Task?)Method.Invoke(test, BindingFlags.DoNotWrapExceptions, binder: null, Arguments, culture: null) ?? Task.CompletedTask;
        try
        {
            await running;
            return null;
        }
        catch (Exception e) when (e is IAssertionException or LtiStorageException or CsCheckException)
        {
            return e;
        }
    }

    public override string ToString() => $"{Class.Name}.{Method.Name}";

    /// <summary>Finds the tests that the classes of an assembly inherit. Examples come first.</summary>
    public static async Task<IReadOnlyList<SuiteTest>> DiscoverAsync(Assembly assembly)
    {
        List<SuiteTest> tests = [];
        foreach (var suite in assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(ConformanceTest))))
        {
            foreach (var method in suite.GetMethods().Where(method => method.GetCustomAttributes().OfType<IFactAttribute>().Any()))
            {
                tests.AddRange((await RowsAsync(method)).Select(row => new SuiteTest(suite, method, row)));
            }
        }

        return [.. tests.OrderBy(test => test.IsGenerated)];
    }

    private static async Task<IReadOnlyList<object?[]>> RowsAsync(MethodInfo method)
    {
        if (method.GetParameters().Length == 0)
        {
            return [[]];
        }

        await using var disposal = new DisposalTracker();
        List<object?[]> rows = [];
        foreach (var data in method.GetCustomAttributes().OfType<IDataAttribute>())
        {
            if (data is ITypeAwareDataAttribute { MemberType: null } named)
            {
                named.MemberType = method.ReflectedType;
            }

            rows.AddRange((await data.GetData(method, disposal)).Select(row => row.GetData()));
        }

        return rows.Count > 0 ? rows : throw new InvalidOperationException($"{method.Name} has no rows.");
    }
}
