using System.Reflection;
using System.Text.RegularExpressions;

namespace Lti.Storage.Caching.Tests.Rules;

/// <summary>Every caching rule has a test, and every test's rule is on the page.</summary>
public sealed partial class CacheRuleCoverageTests
{
    private static IEnumerable<string> RulesOfThePage
        => Rule().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "consistency.md")))
            .Select(match => match.Groups["rule"].Value);

    private static IEnumerable<string> TestedRules => typeof(CacheRuleCoverageTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Cast<MemberInfo>().Append(type))
        .SelectMany(member => member.GetCustomAttributes<CacheRuleAttribute>())
        .SelectMany(attribute => attribute.Rules)
        .Distinct(StringComparer.Ordinal);

    [Fact]
    public void Every_caching_rule_of_the_page_has_a_test()
    {
        Assert.NotEmpty(RulesOfThePage);
        Assert.Equal(RulesOfThePage.Order(StringComparer.Ordinal), TestedRules.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^- \*\*(?<rule>H\d+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Rule();
}
