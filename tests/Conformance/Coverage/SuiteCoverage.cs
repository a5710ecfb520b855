using System.Reflection;
using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Conformance.Coverage;

/// <summary>Finds the gaps in a provider's tests.</summary>
internal static class SuiteCoverage
{
    public static IReadOnlyList<Type> Suites { get; } =
        [.. typeof(ConformanceTest).Assembly.GetTypes().Where(type => type.IsAbstract && type.IsSubclassOf(typeof(ConformanceTest)))];

    /// <summary>Finds the classes of the suite that no class of the provider inherits.</summary>
    public static IEnumerable<Type> MissingSuites(IEnumerable<Type> providerTypes)
    {
        var inherited = providerTypes.Where(type => type is { IsAbstract: false, IsPublic: true }).Select(type => type.BaseType).ToHashSet();
        return Suites.Where(suite => !inherited.Contains(suite));
    }

    /// <summary>Finds the rules that have neither a test nor a reason.</summary>
    public static IEnumerable<string> UntestedRules(IEnumerable<string> contract, IEnumerable<Type> testTypes, IReadOnlyDictionary<string, string> notApplicable)
        => contract.Except(RulesOf(testTypes), StringComparer.Ordinal).Where(rule => !notApplicable.ContainsKey(rule));

    /// <summary>Finds the rules that tests name but the contract does not have.</summary>
    public static IEnumerable<string> UnknownRules(IEnumerable<string> contract, IEnumerable<Type> testTypes) => RulesOf(testTypes).Except(contract, StringComparer.Ordinal);

    /// <summary>Finds the tests that name no rule, neither directly nor through their class.</summary>
    public static IEnumerable<MethodInfo> TestsWithoutRule(IEnumerable<Type> testTypes)
        => testTypes.Where(type => type.GetCustomAttribute<RuleAttribute>() is null).SelectMany(TestsOf).Where(test => test.GetCustomAttribute<RuleAttribute>() is null);

    /// <summary>Lists the rules that have a test. A trait on a class without tests proves nothing.</summary>
    private static IEnumerable<string> RulesOf(IEnumerable<Type> testTypes)
        => testTypes.Where(type => TestsOf(type).Any())
            .SelectMany(type => TestsOf(type).Cast<MemberInfo>().Append(type))
            .SelectMany(member => member.GetCustomAttributes<RuleAttribute>(inherit: true))
            .SelectMany(attribute => attribute.Rules)
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<MethodInfo> TestsOf(Type type)
        => type.GetMethods(BindingFlags.Public | BindingFlags.Instance).Where(method => method.GetCustomAttributes().OfType<Xunit.v3.IFactAttribute>().Any());
}
