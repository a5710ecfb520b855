using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>The rules that the launches of these tests are judged by: what they see, and what they let pass.</summary>
public sealed class LaunchTests
{
    private static readonly LtiSession _session = Sample.Session();
    private static readonly LtiSession _replay = Sample.Session();

    private static Completion Accepted => new(_session, NonceOutcome.Consumed);

    private static Completion Refused => new(_replay, NonceOutcome.AlreadyUsed);

    [Fact]
    public void An_accepted_launch_is_whole()
    {
        var launch = new Launch("nonce", Unstored: null, Accepted, Refused);

        Assert.Empty(launch.Contradictions(Used(_session)));
        AssertContradicts("an accepted launch is lost", launch, Unused);
        AssertContradicts("an accepted launch is lost", launch, Used(_replay));
        AssertContradicts("a launch is half there", launch, Used());
        AssertContradicts("a launch is half there", launch, new LaunchRemains([_session], NonceOutcome.Consumed));
    }

    [Fact]
    public void No_nonce_is_used_twice()
    {
        AssertContradicts("the nonce was accepted twice", new Launch("nonce", Unstored: null, Accepted, new(_replay, NonceOutcome.Consumed)), Used(_session));
        AssertContradicts("the nonce was used twice", new Launch("nonce", Unstored: null, Accepted, Failed(LtiWorkOutcome.Unknown)), Used(_session, _replay));
    }

    [Fact]
    public void Only_a_launch_of_unknown_outcome_may_be_there_or_not()
    {
        Assert.Empty(new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.Unknown)).Contradictions(Used(_replay)));
        Assert.Empty(new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.Unknown)).Contradictions(Unused));
        Assert.Empty(new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.NotApplied)).Contradictions(Unused));
        AssertContradicts("refused or not applied", new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.NotApplied)), Used(_replay));
        AssertContradicts("refused or not applied", new Launch("nonce", Unstored: null, Refused), Used(_replay));
        AssertContradicts("a launch is half there", new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.Unknown)), Used());
    }

    [Fact]
    public void A_nonce_that_was_used_was_used_by_someone()
    {
        var launch = new Launch("nonce", Unstored: null, new(_session, Outcome: null, LtiWorkOutcome.Unknown), Refused);

        Assert.Empty(launch.Contradictions(Used(_session)));
        Assert.Empty(launch.Contradictions(Unused, isOnSuccessor: true));
        AssertContradicts("by nobody", launch, Unused);
        Assert.NotEmpty(new Launch("nonce", Unstored: null, Refused).Contradictions(Unused, isOnSuccessor: true));
    }

    [Fact]
    public void A_nonce_is_there_if_it_was_stored()
    {
        var unknown = new Completion(_session, NonceOutcome.Unknown);
        var missing = new LaunchRemains([], NonceOutcome.Unknown);

        Assert.Empty(new Launch("nonce", LtiWorkOutcome.Unknown, unknown).Contradictions(Unused));
        Assert.Empty(new Launch("nonce", LtiWorkOutcome.Unknown, unknown).Contradictions(missing));
        Assert.Empty(new Launch("nonce", LtiWorkOutcome.NotApplied, unknown).Contradictions(missing));
        AssertContradicts("a nonce is there that was not stored", new Launch("nonce", LtiWorkOutcome.NotApplied, unknown), Unused);
        AssertContradicts("a stored nonce is lost", new Launch("nonce", Unstored: null), missing);
        AssertContradicts("a stored nonce was not known", new Launch("nonce", Unstored: null, unknown), Unused);
        Assert.Empty(new Launch("nonce", Unstored: null, unknown).Contradictions(Unused, isOnSuccessor: true));
    }

    private static LaunchRemains Unused => new([], NonceOutcome.Consumed);

    private static LaunchRemains Used(params IReadOnlyList<LtiSession> sessions) => new(sessions, NonceOutcome.AlreadyUsed);

    private static Completion Failed(LtiWorkOutcome outcome) => new(_replay, Outcome: null, outcome);

    private static void AssertContradicts(string expected, Launch launch, LaunchRemains remains)
        => Assert.Contains(launch.Contradictions(remains), contradiction => contradiction.Contains(expected, StringComparison.Ordinal));
}
