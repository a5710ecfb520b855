using System.Net;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Checks what happened while the page was typed in.</summary>
[Collection(typeof(GuideWalkGroup))]
[FullRun("getting started tests")]
public sealed class GuideWalkTests(GuideWalk walk, PagesDatabase database)
{
    private const string Test = "dotnet test MyTool.Tests";

    [Fact]
    public void Tool_starts_after_each_part_of_the_page()
    {
        database.RequireServer();
        Assert.Equal(GuidePage.Sections, walk.StartedAfter);
    }

    [Fact]
    public void Tests_of_the_page_pass_before_and_after_the_move_to_postgresql()
    {
        database.RequireServer();
        Assert.Equal(2, walk.Outputs[Test].Count);
        Assert.All(walk.Outputs[Test], output => Assert.Contains("Failed:     0, Passed:     4", output, StringComparison.Ordinal));
    }

    [Fact]
    public void Unknown_deployment_is_refused_until_it_is_approved()
        => Assert.Equal([HttpStatusCode.Forbidden, HttpStatusCode.Redirect], walk.LaunchesOfPendingDeployment);

    [Fact]
    public void Tool_on_postgresql_launches_is_healthy_and_lists_what_waits()
    {
        database.RequireServer();
        Assert.Contains("Hello Ada. You learn", walk.PageOnPostgreSql, StringComparison.Ordinal);
        Assert.Equal("Healthy", walk.Health);
        Assert.Contains("site-2", walk.WaitingOnPostgreSql, StringComparison.Ordinal);
    }
}
