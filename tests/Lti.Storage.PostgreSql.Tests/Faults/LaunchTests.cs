using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Tests the rules that judge the launches of the fault tests.</summary>
public sealed class LaunchTests
{
    private static readonly LtiSession _session = Sample.Session();
    private static readonly LtiSession _replay = Sample.Session();

    private static Completion Accepted => new(_session, NonceOutcome.Consumed);

    private static Completion Refused => new(_replay, NonceOutcome.AlreadyUsed);

    [Fact]
    public void Accepted_launch_must_be_whole()
    {
        var launch = new Launch("nonce", Unstored: null, Accepted, Refused);

        Assert.Empty(launch.Contradictions(Used(_session)));
        AssertContradicts("an accepted launch is lost", launch, Unused);
        AssertContradicts("an accepted launch is lost", launch, Used(_replay));
        AssertContradicts("a launch is half stored", launch, Used());
        AssertContradicts("a launch is half stored", launch, new LaunchRemains([_session], NonceOutcome.Consumed));
    }

    [Fact]
    public void Nonce_must_not_be_used_twice()
    {
        AssertContradicts("the nonce was accepted twice", new Launch("nonce", Unstored: null, Accepted, new(_replay, NonceOutcome.Consumed)), Used(_session));
        AssertContradicts("the nonce was used twice", new Launch("nonce", Unstored: null, Accepted, Failed(LtiWorkOutcome.Unknown)), Used(_session, _replay));
    }

    [Fact]
    public void Launch_of_unknown_outcome_may_be_stored_or_absent()
    {
        Assert.Empty(new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.Unknown)).Contradictions(Used(_replay)));
        Assert.Empty(new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.Unknown)).Contradictions(Unused));
        Assert.Empty(new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.NotApplied)).Contradictions(Unused));
        AssertContradicts("refused or not applied", new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.NotApplied)), Used(_replay));
        AssertContradicts("refused or not applied", new Launch("nonce", Unstored: null, Refused), Used(_replay));
        AssertContradicts("a launch is half stored", new Launch("nonce", Unstored: null, Failed(LtiWorkOutcome.Unknown)), Used());
    }

    [Fact]
    public void Used_nonce_must_have_a_launch_that_used_it()
    {
        var launch = new Launch("nonce", Unstored: null, new(_session, Outcome: null, LtiWorkOutcome.Unknown), Refused);

        Assert.Empty(launch.Contradictions(Used(_session)));
        Assert.Empty(launch.Contradictions(Unused, isOnSuccessor: true));
        AssertContradicts("no launch used it", launch, Unused);
        Assert.NotEmpty(new Launch("nonce", Unstored: null, Refused).Contradictions(Unused, isOnSuccessor: true));
    }

    [Fact]
    public void Nonce_must_exist_if_it_was_stored()
    {
        var unknown = new Completion(_session, NonceOutcome.Unknown);
        var missing = new LaunchRemains([], NonceOutcome.Unknown);

        Assert.Empty(new Launch("nonce", LtiWorkOutcome.Unknown, unknown).Contradictions(Unused));
        Assert.Empty(new Launch("nonce", LtiWorkOutcome.Unknown, unknown).Contradictions(missing));
        Assert.Empty(new Launch("nonce", LtiWorkOutcome.NotApplied, unknown).Contradictions(missing));
        AssertContradicts("a nonce exists although its store was not applied", new Launch("nonce", LtiWorkOutcome.NotApplied, unknown), Unused);
        AssertContradicts("a stored nonce is lost", new Launch("nonce", Unstored: null), missing);
        AssertContradicts("a stored nonce was reported as unknown", new Launch("nonce", Unstored: null, unknown), Unused);
        Assert.Empty(new Launch("nonce", Unstored: null, unknown).Contradictions(Unused, isOnSuccessor: true));
    }

    private static LaunchRemains Unused => new([], NonceOutcome.Consumed);

    private static LaunchRemains Used(params IReadOnlyList<LtiSession> sessions) => new(sessions, NonceOutcome.AlreadyUsed);

    private static Completion Failed(LtiWorkOutcome outcome) => new(_replay, Outcome: null, outcome);

    private static void AssertContradicts(string expected, Launch launch, LaunchRemains remains)
        => Assert.Contains(launch.Contradictions(remains), contradiction => contradiction.Contains(expected, StringComparison.Ordinal));
}
