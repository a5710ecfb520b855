using System.Net;
using System.Text.RegularExpressions;

namespace Lti.Storage.QuickStart.Tests;

/// <summary>A page that a browser received.</summary>
internal sealed partial record Answer(HttpStatusCode Status, string Html, Uri? Location)
{
    /// <summary>The hidden fields of the first form.</summary>
    public Dictionary<string, string> Fields
    {
        get
        {
            var form = FormPattern().Match(Html).Value;
            return FieldPattern().Matches(form).ToDictionary(
                match => WebUtility.HtmlDecode(match.Groups["name"].Value), match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        }
    }

    /// <summary>The address that the first form is sent to.</summary>
    public string Action => WebUtility.HtmlDecode(ActionPattern().Match(Html).Groups["address"].Value);

    /// <summary>The address of the frame.</summary>
    public string Frame => WebUtility.HtmlDecode(FramePattern().Match(Html).Groups["address"].Value);

    public void ShouldRefuse(string reason, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        Assert.Equal(status, Status);
        Assert.Contains(System.Text.Encodings.Web.HtmlEncoder.Default.Encode(reason), Html, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter &#x27;", Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("<iframe src=\"(?<address>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FramePattern();

    [GeneratedRegex("<form[^>]* action=\"(?<address>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex ActionPattern();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FormPattern();

    [GeneratedRegex("name=\"(?<name>[^\"]*)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex FieldPattern();
}
