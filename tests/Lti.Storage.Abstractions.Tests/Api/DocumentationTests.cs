using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lti.Storage.Abstractions.Tests.Api;

/// <summary>Checks that the doc comments name every rule of the contract. The compiler checks that comments exist.</summary>
public sealed partial class DocumentationTests
{
    private static readonly Dictionary<string, string> _comments = XDocument
        .Load(Path.Combine(AppContext.BaseDirectory, "Lti.Storage.Abstractions.xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, Text, StringComparer.Ordinal);

    /// <summary>The rules and the type or member that each rule binds first.</summary>
    public static TheoryData<string, string> Rules { get; } = new()
    {
        { "E1", "IClientStore" },
        { "E2", "IClientStore" },
        { "E3", "LtiStorageException" },
        { "E4", "ILtiStorage" },
        { "E5", "IClientStore" },
        { "E6", "ILtiStorage" },
        { "E7", "ISessionStore" },
        { "E8", "INonceStore" },
        { "C1", "IClientStore.AddClientAsync" },
        { "C2", "IClientStore.FindClientsAsync" },
        { "C3", "IClientStore.UpdateClientAsync" },
        { "C4", "IClientStore.DeleteClientAsync" },
        { "C5", "IClientStore.ListClientsAsync" },
        { "C6", "IClientStore.FindClientAsync(System.String" },
        { "C7", "ILoginStore.ResolveLoginAsync" },
        { "D1", "IDeploymentStore.AddDeploymentAsync" },
        { "D2", "IDeploymentStore.EnsureDeploymentAsync" },
        { "D3", "IDeploymentStore" },
        { "D4", "IDeploymentStore" },
        { "D5", "IDeploymentStore.ListDeploymentsAsync" },
        { "D6", "IDeploymentStore.UpdateDeploymentAsync" },
        { "G1", "ILoginStore.BeginLoginAsync" },
        { "G2", "ILoginStore.FindLoginAsync" },
        { "G3", "ILtiStorage.CompleteLaunchAsync(Lti.Storage.LtiLogin" },
        { "G4", "ILtiStorage.CleanupAsync" },
        { "L1", "ILaunchStore.FindLaunchAsync" },
        { "L2", "ILaunchStore.FindLaunchAsync" },
        { "L3", "ILaunchStore.FindLaunchAsync" },
        { "L4", "ILaunchStore.SaveLaunchConfigAsync" },
        { "L5", "ILtiStorage.CompleteLaunchAsync(System.String" },
        { "L6", "ILaunchStore.FindLaunchAsync" },
        { "L7", "ILaunchStore.FindLaunchAsync" },
        { "L8", "ILaunchStore.SaveLaunchConfigAsync" },
        { "N1", "INonceStore.StoreNonceAsync" },
        { "N2", "INonceStore.ConsumeNonceAsync" },
        { "N3", "INonceStore.ConsumeNonceAsync" },
        { "N4", "INonceStore.ConsumeNonceAsync" },
        { "N5", "INonceStore.ClaimNonceAsync" },
        { "S1", "ISessionStore.AddSessionAsync" },
        { "S2", "ISessionStore.FindSessionAsync" },
        { "S3", "ISessionStore.RenewSessionAsync" },
        { "S4", "ISessionStore.DeleteSessionsAsync" },
        { "S5", "ISessionStore.AddSessionAsync" },
        { "R1", "IRegistrationSessionStore.SaveRegistrationSessionAsync" },
        { "R2", "IRegistrationSessionStore.FindRegistrationSessionAsync" },
        { "R3", "IRegistrationSessionStore.ConsumeRegistrationSessionAsync" },
        { "R4", "IRegistrationSessionStore.DeleteRegistrationSessionAsync" },
        { "T1", "IToolKeyStorage" },
        { "T2", "IToolKeyStorage.AddNextToolKeyAsync" },
        { "T3", "IToolKeyStorage.AddNextToolKeyAsync" },
        { "T4", "IToolKeyStorage.RevokeToolKeyAsync" },
        { "T5", "IToolKeyRing.GetJwksAsync" },
        { "T6", "IToolKeyStorage.ImportToolKeyAsync" },
        { "A1", "IAccessTokenStorage.LeaseAccessTokenAsync" },
        { "A2", "IAccessTokenStorage.LeaseAccessTokenAsync" },
        { "A3", "IAccessTokenStorage.ReleaseAccessTokenAsync" },
        { "A4", "IAccessTokenStorage.InvalidateAccessTokenAsync" },
        { "A5", "IAccessTokenStorage" },
        { "A6", "IAccessTokenStorage.StoreAccessTokenAsync" },
        { "A7", "IAccessTokenStorage" },
        { "K1", "ILtiStorage.CleanupAsync" },
        { "K2", "ILtiStorage.CleanupAsync" },
        { "K3", "ILtiStorage.CleanupAsync" },
        { "E9", "ILtiStorage" },
        { "E10", "ILtiStorage" },
        { "F1", "LtiStorageUnavailableException" },
        { "F2", "LtiStorageUnavailableException" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_doc_comment_of_a_bound_member_names_the_rule(string rule, string bound)
    {
        var isMethod = bound.Contains('.', StringComparison.Ordinal);
        var key = !isMethod ? $"T:Lti.Storage.{bound}" : bound.Contains('(', StringComparison.Ordinal) ? $"M:Lti.Storage.{bound}," : $"M:Lti.Storage.{bound}(";

        var comment = Assert.Single(
            _comments, comment => isMethod ? comment.Key.StartsWith(key, StringComparison.Ordinal) : comment.Key == key).Value;

        Assert.Contains(rule, RulesIn(comment));
    }

    [Fact]
    public void No_doc_comment_names_an_unknown_rule()
    {
        var known = Rules.Select(row => row.Data.Item1).ToHashSet(StringComparer.Ordinal);

        Assert.All(_comments, comment => Assert.Subset(known, RulesIn(comment.Value)));
    }

    /// <summary>Finds the rules in a text: single ones or a range such as "N2 to N4".</summary>
    private static HashSet<string> RulesIn(string text)
    {
        HashSet<string> rules = new(StringComparer.Ordinal);
        foreach (Match match in RuleOrRange().Matches(text))
        {
            var first = int.Parse(match.Groups["first"].ValueSpan, CultureInfo.InvariantCulture);
            var last = match.Groups["last"].Success ? int.Parse(match.Groups["last"].ValueSpan, CultureInfo.InvariantCulture) : first;
            rules.UnionWith(Enumerable.Range(first, last - first + 1).Select(number => $"{match.Groups["letter"].ValueSpan}{number}"));
        }

        return rules;
    }

    private static string Text(XElement member) => string.Join(' ', member.DescendantNodes().OfType<XText>().Select(text => text.Value));

    [GeneratedRegex(
        @"\b(?<letter>[ACDEFGKLNRST])(?<first>\d{1,2})\b(?: to \k<letter>(?<last>\d{1,2})\b)?",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex RuleOrRange();
}
