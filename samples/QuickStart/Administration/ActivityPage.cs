// For people who look. A real tool sends such figures to its monitoring.
using Lti.Storage;
using Lti.Storage.Caching;

namespace QuickStart.Administration;

/// <summary>Shows the storage's activity since the start.</summary>
internal static class ActivityPage
{
    private static readonly NonceOutcome[] _outcomes = [NonceOutcome.Consumed, NonceOutcome.AlreadyUsed, NonceOutcome.Expired, NonceOutcome.Unknown];

    public static void MapActivity(this IEndpointRouteBuilder admin) => admin.MapGet("/activity", Show);

    private static IResult Show(NonceOutcomes nonces, CacheCounts counts) => Page.Show("Activity", $"""
        <h2>Nonces of launches</h2>
        {ListTable.Of(["Outcome", "Launches", "Meaning"], _outcomes.Select(outcome => Row(outcome, nonces.Count(outcome), Meaning(outcome))))}
        <h2>Latest launches</h2>
        {Last(nonces.Last)}
        <h2>Cache</h2>
        {ListTable.Of(
            ["Cache", "Hits", "Misses"],
            [
                Row("Launch configurations", counts.Hits(CachingMetrics.LaunchCache, CachingMetrics.DefaultLaunchCache), counts.Misses(CachingMetrics.LaunchCache)),
                Row("Unknown launches", counts.Hits(CachingMetrics.UnknownLaunchCache), ""),
                Row("Sessions", counts.Hits(CachingMetrics.SessionCache), counts.Misses(CachingMetrics.SessionCache)),
            ])}
        <p><a href="/healthz">Health</a></p>
        {Banner.Html}
        """);

    private static Html Last(IReadOnlyList<NonceUse> uses) => uses.Count == 0
        ? $"<p>The list is empty. <a href=\"/\">Launch the tool</a> first.</p>"
        : ListTable.Of(["Time", "Outcome", "Platform"], uses.Select(use => Row(use.At.ToString("u"), use.Outcome, use.Issuer)));

    private static Html[] Row(params IEnumerable<object> cells) => [.. cells.Select(Html.Text)];

    private static string Meaning(NonceOutcome outcome) => outcome switch
    {
        NonceOutcome.Consumed => "accepted",
        NonceOutcome.AlreadyUsed => "refused: the launch was replayed",
        NonceOutcome.Expired => "refused: the login took too long",
        _ => "refused: the nonce was not issued or was cleaned up",
    };
}
