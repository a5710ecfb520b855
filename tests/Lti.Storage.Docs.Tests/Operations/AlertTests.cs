using System.Text.RegularExpressions;
using Lti.Storage.Telemetry;
using YamlDotNet.Serialization;

namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>Prometheus can load the alerts on the page. They name existing series.</summary>
[Collection(nameof(MeasuredTools))]
public sealed partial class AlertTests(MeasuredTool tool)
{
    /// <summary>Labels that Prometheus adds.</summary>
    private static readonly string[] _added = ["instance", "le"];

    private static readonly RuleFile _file = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<RuleFile>(OperationsPage.Alerts);

    public static TheoryData<string> Alerts => [.. _file.Groups.SelectMany(group => group.Rules).Select(rule => rule.Alert)];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_has_a_severity_a_summary_and_a_description(string alert)
    {
        var rule = Rule(alert);

        Assert.True(rule.Labels["severity"] is "warning" or "critical", alert);
        Assert.All([rule.Annotations["summary"], rule.Annotations["description"]], text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.True(rule.For is null || Duration().IsMatch(rule.For), rule.For);
        Assert.Equal(rule.Expr.Count(character => character == '('), rule.Expr.Count(character => character == ')'));
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Alert_names_existing_series_labels_and_values(string alert)
    {
        var rule = Rule(alert);
        var labels = Label().Matches(tool.Exposition).Select(label => label.Groups["name"].Value).Concat(_added).ToHashSet(StringComparer.Ordinal);
        string[] values =
        [
            .. typeof(TelemetryNames).GetFields().Select(field => (string)field.GetRawConstantValue()!),
            .. Label().Matches(tool.Exposition).Select(label => label.Groups["value"].Value),
        ];
        var series = Series().Matches(By().Replace(Selector().Replace(rule.Expr, ""), "")).Select(name => name.Value).ToList();

        Assert.NotEmpty(series);
        Assert.All(series, name => Assert.Matches($"(?m)^{name}[{{ ]", tool.Exposition));
        Assert.All(Label().Matches(rule.Expr), label => Assert.Contains(label.Groups["name"].Value, labels));
        Assert.All(
            Label().Matches(rule.Expr).SelectMany(label => label.Groups["value"].Value.Split('|', StringSplitOptions.RemoveEmptyEntries)),
            value => Assert.Contains(values, known => Regex.IsMatch(known, $"^{value}$", RegexOptions.None, TimeSpan.FromSeconds(1))));
        Assert.All(
            By().Matches(rule.Expr).SelectMany(by => by.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)), label => Assert.Contains(label, labels));
    }

    private static AlertRule Rule(string alert) => _file.Groups.SelectMany(group => group.Rules).Single(rule => rule.Alert == alert);

    [GeneratedRegex(@"^\d+[smh]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Duration();

    [GeneratedRegex(@"(?<name>[a-z_]+)(=|!=|=~|!~)""(?<value>[^""]*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Label();

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Selector();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex By();

    [GeneratedRegex(@"\b(lti_storage|db_client)_\w+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Series();
}
