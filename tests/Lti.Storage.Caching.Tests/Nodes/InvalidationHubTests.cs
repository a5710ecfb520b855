using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Caching.Tests.Nodes;

public sealed class InvalidationHubTests
{
    [Fact]
    public void Report_reaches_every_subscriber_even_if_one_throws()
    {
        var hub = new InvalidationHub();
        var (before, after) = (new Recorder(), new Recorder());
        using var first = hub.Subscribe(before);
        using var broken = hub.Subscribe(new Recorder { Throws = true });
        using var last = hub.Subscribe(after);
        var (client, session) = (Any.ClientKey(), Guid.NewGuid());

        hub.ClientChanged(client);
        hub.SessionDeleted(session);
        hub.EverythingChanged();

        string[] expected = [$"client {client}", $"session {session}", "everything"];
        Assert.Equal(expected, before.Reports, StringComparer.Ordinal);
        Assert.Equal(expected, after.Reports, StringComparer.Ordinal);
    }

    [Fact]
    public void Disposed_subscription_receives_no_report()
    {
        var hub = new InvalidationHub();
        var (ended, kept) = (new Recorder(), new Recorder());
        var subscription = hub.Subscribe(ended);
        using var other = hub.Subscribe(kept);

        subscription.Dispose();
        subscription.Dispose();
        hub.EverythingChanged();

        Assert.Empty(ended.Reports);
        Assert.Single(kept.Reports);
    }

    [Fact]
    public void Hub_reports_that_everything_changed_before_its_state_is_listening()
    {
        var hub = new InvalidationHub();
        Assert.Equal(InvalidationState.Listening, hub.State);
        var recorder = new Recorder { State = () => hub.State };
        using var subscription = hub.Subscribe(recorder);

        hub.Become(InvalidationState.Reconnecting);
        Assert.Equal(InvalidationState.Reconnecting, hub.State);
        Assert.Empty(recorder.Reports);

        hub.Become(InvalidationState.Listening);
        Assert.Equal(InvalidationState.Listening, hub.State);
        Assert.Equal(["everything while Reconnecting"], recorder.Reports, StringComparer.Ordinal);

        hub.Become(InvalidationState.Listening);
        Assert.Single(recorder.Reports);
    }

    private sealed class Recorder : IInvalidationListener
    {
        public List<string> Reports { get; } = [];

        public bool Throws { get; init; }

        public Func<InvalidationState>? State { get; init; }

        public void ClientChanged(ClientKey clientKey) => Record($"client {clientKey}");

        public void SessionDeleted(Guid sessionId) => Record($"session {sessionId}");

        public void EverythingChanged() => Record(State is null ? "everything" : $"everything while {State()}");

        private void Record(string report)
        {
            if (Throws)
            {
                throw new InvalidOperationException("A listener must not throw.");
            }

            Reports.Add(report);
        }
    }
}
