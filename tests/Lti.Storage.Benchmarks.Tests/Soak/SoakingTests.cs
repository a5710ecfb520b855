using Lti.Storage.InMemory;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class SoakingTests(DatabaseFixture database)
{
    [Fact]
    public async Task A_wrong_answer_to_a_launch_that_is_in_flight_at_the_end_is_not_lost()
    {
        var token = TestContext.Current.CancellationToken;
        await using var own = new ServerDatabase(await database.Server.CreateDatabaseAsync(token));
        await own.Rows.MigrateAsync(token);
        var options = new SoakOptions(Minutes: 0.005, Rate: 100, Connections: 2, Json: null, Plots: null);

        await Assert.ThrowsAsync<WrongAnswerException>(() => new Soaking(new WrongAtTheEnd(), own.Rows, options).RunAsync(token));
    }

    /// <summary>Finds nothing, once it is too late.</summary>
    private sealed class WrongAtTheEnd() : DelegatingLtiStorage(new InMemoryLtiStorage())
    {
        public override async ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null;
        }
    }
}
