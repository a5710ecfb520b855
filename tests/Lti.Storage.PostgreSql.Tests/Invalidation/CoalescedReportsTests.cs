using CsCheck;
using Lti.Storage.PostgreSql.Internal.Invalidation;
using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.PostgreSql.Tests.Invalidation;

public sealed class CoalescedReportsTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Heard _heard = new();
    private readonly CoalescedReports _reports;
    private int _bursts;

    public CoalescedReportsTests() => _reports = new CoalescedReports(_heard, _clock, () => _bursts++);

    [Fact]
    public void A_hundred_are_passed_on_at_once_whatever_they_say()
    {
        var ids = Ids(98);
        Array.ForEach(ids, _reports.ClientChanged);
        _reports.SessionDeleted(ids[0]);
        _reports.EverythingChanged();

        Assert.Equal([.. Clients(ids), $"session {ids[0]}", "everything"], _heard.Reports);
        Assert.Equal(0, _bursts);
    }

    [Fact]
    public void A_change_now_and_then_is_passed_on_at_once_however_many_there_are()
    {
        var ids = Ids(1_000);
        foreach (var id in ids)
        {
            _reports.ClientChanged(id);
            Assert.Equal($"client {id}", _heard.Reports.Last());
            _clock.Advance(TimeSpan.FromMilliseconds(3));
        }
    }

    [Fact]
    public void A_few_that_come_too_fast_are_each_reported_once_at_the_end_of_the_quarter_second()
    {
        var ids = Flood();
        var (client, session) = (Guid.NewGuid(), Guid.NewGuid());
        for (var i = 0; i < 10; i++)
        {
            _reports.ClientChanged(client);
            _reports.SessionDeleted(session);
        }

        _clock.Advance(CoalescedReports.Window - TimeSpan.FromTicks(1));
        Assert.Equal([.. Clients(ids)], _heard.Reports);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal([.. Clients(ids), $"client {client}", $"session {session}"], _heard.Reports);
        Assert.Equal(1, _bursts);
    }

    [Fact]
    public void Thousands_that_come_too_fast_are_reported_as_everything_once_after_the_last()
    {
        var ids = Flood();
        Array.ForEach(Ids(5_000), _reports.ClientChanged);
        Assert.Equal([.. Clients(ids)], _heard.Reports);

        _clock.Advance(CoalescedReports.Window);

        Assert.Equal([.. Clients(ids), "everything"], _heard.Reports);
        Assert.Equal(1, _bursts);
    }

    [Fact]
    public void Everything_among_those_that_come_too_fast_covers_the_others()
    {
        var ids = Flood();
        _reports.ClientChanged(Guid.NewGuid());
        _reports.EverythingChanged();
        _reports.ClientChanged(Guid.NewGuid());

        _clock.Advance(CoalescedReports.Window);

        Assert.Equal([.. Clients(ids), "everything"], _heard.Reports);
    }

    [Fact]
    public void As_long_as_they_come_too_fast_there_is_one_report_each_quarter_second_and_then_they_pass_at_once_again()
    {
        Flood();
        for (var window = 1; window <= 20; window++)
        {
            Array.ForEach(Ids(CoalescedReports.Most + 1), _reports.ClientChanged);
            _clock.Advance(CoalescedReports.Window);
            Assert.Equal(CoalescedReports.Most + window, _heard.Reports.Count);
        }

        _clock.Advance(CoalescedReports.Window);
        Assert.Equal(20, _bursts);
        var lone = Guid.NewGuid();
        _reports.ClientChanged(lone);
        Assert.Equal($"client {lone}", _heard.Reports.Last());
    }

    [Fact]
    public async Task Disposing_reports_what_is_held_back()
    {
        Flood();
        var last = Guid.NewGuid();
        _reports.ClientChanged(last);

        await _reports.DisposeAsync();

        Assert.Equal($"client {last}", _heard.Reports.Last());
    }

    [Fact]
    public void Whatever_comes_and_when_it_is_followed_within_a_quarter_second_by_a_report_that_covers_it()
        => Gen.Select(Gen.Int[0, 150], Gen.Int[0, 150], Gen.Int[1, 30]).Array[1, 1000].Sample(
            steps =>
            {
                var clock = new FakeTimeProvider();
                var timed = new TimedReports(clock);
                var reports = new CoalescedReports(timed, clock, () => { });
                List<(Guid Id, int After, TimeSpan Until)> received = [];
                foreach (var (number, chance, ticks) in steps)
                {
                    var id = new Guid(number, 0, 0, new byte[8]);
                    received.Add((id, timed.Reports.Count, clock.GetUtcNow().TimeOfDay + CoalescedReports.Window));
                    reports.ClientChanged(id);

                    // Nearly always there is no time between two.
                    Pass(clock, chance == 0 ? ticks : 0);
                }

                Pass(clock, ticks: 25);
                return received.TrueForAll(one => timed.Reports.Skip(one.After).Any(report => (report.Id == one.Id || report.Id is null) && report.At <= one.Until));
            },
            iter: 200);

    [Fact]
    public async Task Reports_from_several_threads_are_covered_by_ones_that_come_after()
    {
        using var stop = new CancellationTokenSource();
        var numbered = new NumberedReports();
        var reports = new CoalescedReports(numbered, _clock, () => { });
        var ids = Ids(300);
        var last = new long[ids.Length];
        var passing = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(10));
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                var index = (writer * 100) + (i % 100);
                last[index] = numbered.Next();
                reports.ClientChanged(ids[index]);
            }
        }, TestContext.Current.CancellationToken)));
        await stop.CancelAsync();
        await passing;

        await reports.DisposeAsync();

        Assert.All(ids, (id, index) => Assert.InRange(numbered.LastOf(id), last[index], long.MaxValue));
    }

    public ValueTask DisposeAsync() => _reports.DisposeAsync();

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];

    // In steps, since the clock shows the end of a step to whatever is due in it.
    private static void Pass(FakeTimeProvider clock, int ticks)
    {
        for (var tick = 1; tick <= ticks; tick++)
        {
            clock.Advance(CoalescedReports.Window / 25);
        }
    }

    private static IEnumerable<string> Clients(Guid[] ids) => ids.Select(id => $"client {id}");

    /// <summary>As many as pass at once.</summary>
    private Guid[] Flood()
    {
        var ids = Ids(CoalescedReports.Most);
        Array.ForEach(ids, _reports.ClientChanged);
        return ids;
    }
}
