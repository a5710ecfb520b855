using Lti.Storage;
using Lti.Storage.Caching;
using QuickStart.Pages;

namespace QuickStart.Tool;

/// <summary>What the storage did since the program began. A real tool sends such figures to its monitoring.</summary>
internal static class ActivityEndpoints
{
    private static readonly NonceOutcome[] _outcomes = [NonceOutcome.Consumed, NonceOutcome.AlreadyUsed, NonceOutcome.Expired, NonceOutcome.Unknown];

    public static void MapActivity(this IEndpointRouteBuilder app) => app.MapGet("/tool/activity", Show);

    private static IResult Show(NonceOutcomes nonces, CacheCounts counts) => Page.Show("Activity", $"""
        <h2>Nonces of launches</h2>
        {ListTable.Of(["Outcome", "Launches", "What it means"], _outcomes.Select(outcome => Row(outcome, nonces.Count(outcome), Meaning(outcome))))}
        <h2>The last of them</h2>
        {Last(nonces.Last)}
        <h2>Answered from the cache</h2>
        {ListTable.Of(
            ["Cache", "Hits", "Misses"],
            [
                Row("Launch configurations", counts.Hits(CachingMetrics.LaunchCache, CachingMetrics.DefaultLaunchCache), counts.Misses(CachingMetrics.LaunchCache)),
                Row("Unknown launches", counts.Hits(CachingMetrics.UnknownLaunchCache), ""),
                Row("Sessions", counts.Hits(CachingMetrics.SessionCache), counts.Misses(CachingMetrics.SessionCache)),
            ])}
        """);

    private static Html Last(IReadOnlyList<NonceUse> uses) => uses.Count == 0
        ? $"<p>There are none. <a href=\"/\">Launch the tool</a> first.</p>"
        : ListTable.Of(["Time", "Outcome", "Platform"], uses.Select(use => Row(use.At.ToString("u"), use.Outcome, use.Issuer)));

    private static Html[] Row(params IEnumerable<object> cells) => [.. cells.Select(Html.Text)];

    private static string Meaning(NonceOutcome outcome) => outcome switch
    {
        NonceOutcome.Consumed => "accepted, once",
        NonceOutcome.AlreadyUsed => "refused: a launch was sent again",
        NonceOutcome.Expired => "refused: too long after the login",
        _ => "refused: never given out, or long cleaned up",
    };
}
