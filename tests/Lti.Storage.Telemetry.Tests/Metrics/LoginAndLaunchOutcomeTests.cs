using Lti.Storage.Conformance.Samples;
using Lti.Storage.Telemetry.Internal;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;

namespace Lti.Storage.Telemetry.Tests.Metrics;

/// <summary>Tests the counters of logins, lookups of launches and saves of launch configurations.</summary>
public sealed class LoginAndLaunchOutcomeTests : IAsyncDisposable
{
    private readonly ObservedStorage _observed = new();
    private readonly RecordedSpans _spans = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TelemetryLtiStorage Storage => _observed.Storage;

    [Fact]
    public async Task Every_outcome_of_resolving_a_login_is_counted_by_its_own_name()
    {
        using var counted = _observed.Collect<long>(TelemetryNames.LoginOutcomes);
        var (alone, shared) = (Any.Issuer(), Any.Issuer());
        var client = await _observed.Memory.AddClientAsync(Any.Client(alone, "one"), Token);
        await _observed.Memory.AddClientAsync(Any.Client(shared, "one"), Token);
        await _observed.Memory.AddClientAsync(Any.Client(shared, "two"), Token);

        List<LoginOutcome> answers =
        [
            (await Storage.ResolveLoginAsync(alone, "one", null, Token)).Outcome,
            (await Storage.ResolveLoginAsync(Any.Issuer(), null, null, Token)).Outcome,
            (await Storage.ResolveLoginAsync(alone, "none", null, Token)).Outcome,
            (await Storage.ResolveLoginAsync(shared, null, null, Token)).Outcome,
        ];
        await _observed.Memory.UpdateClientAsync(client.Id, new ClientUpdate { IsEnabled = false }, Token);
        answers.Add((await Storage.ResolveLoginAsync(alone, "one", null, Token)).Outcome);

        AssertAll(answers);
        string[] expected = ["found", "unknown_issuer", "unknown_client", "ambiguous", "disabled"];
        AssertCounted(counted, "lti_storage.login.outcome", ("db.operation.name", "ResolveLogin"), expected);
    }

    [Fact]
    public async Task Finding_a_login_is_counted_as_found_or_unknown()
    {
        using var counted = _observed.Collect<long>(TelemetryNames.LoginOutcomes);
        var login = Any.Login();
        await _observed.Memory.BeginLoginAsync(login, cancellationToken: Token);

        await Storage.FindLoginAsync(login.State, Token);
        await Storage.FindLoginAsync(Any.Key("state"), Token);

        AssertCounted(counted, "lti_storage.login.outcome", ("db.operation.name", "FindLogin"), "found", "unknown");
    }

    [Fact]
    public async Task Every_outcome_of_finding_a_launch_is_counted_by_its_own_name()
    {
        using var counted = _observed.Collect<long>(TelemetryNames.LaunchLookups);
        var key = Any.LaunchKey();
        var client = (await _observed.Memory.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token)).Config.ClientKey;
        await _observed.Memory.EnsureDeploymentAsync(client, "pending", DeploymentStatus.Pending, Token);
        await _observed.Memory.EnsureDeploymentAsync(client, "disabled", DeploymentStatus.Disabled, Token);

        List<LaunchOutcome> answers =
        [
            (await Storage.FindLaunchAsync(key, Token)).Outcome,
            (await Storage.FindLaunchAsync(key with { DeploymentId = "none" }, Token)).Outcome,
            (await Storage.FindLaunchAsync(key with { ClientId = "none" }, Token)).Outcome,
            (await Storage.FindLaunchAsync(key with { DeploymentId = "pending" }, Token)).Outcome,
            (await Storage.FindLaunchAsync(key with { DeploymentId = "disabled" }, Token)).Outcome,
        ];
        await _observed.Memory.EnsureDeploymentAsync(client, LtiDeployment.DefaultDeploymentId, DeploymentStatus.Active, Token);
        answers.Add((await Storage.FindLaunchAsync(key with { DeploymentId = "none" }, Token)).Outcome);
        await _observed.Memory.UpdateClientAsync(client, new ClientUpdate { IsEnabled = false }, Token);
        answers.Add((await Storage.FindLaunchAsync(key, Token)).Outcome);

        AssertAll(answers);
        AssertCounted(
            counted,
            "lti_storage.launch.lookup.outcome",
            tag: null,
            "found",
            "unknown_deployment",
            "unknown_client",
            "deployment_pending",
            "deployment_disabled",
            "found_through_default",
            "client_disabled");
    }

    [Fact]
    public async Task Every_outcome_of_a_save_and_its_refusal_are_counted_by_their_own_names()
    {
        using var counted = _observed.Collect<long>(TelemetryNames.LaunchSaves);
        var key = Any.LaunchKey();
        var other = key with { DeploymentId = "other" };

        List<SaveOutcome> answers =
        [
            (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, ExistingEndpoints.Refuse, Token)).Outcome,
            (await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, ExistingEndpoints.Refuse, Token)).Outcome,
            (await Storage.SaveLaunchConfigAsync(other, Any.Endpoints, ExistingEndpoints.Refuse, Token)).Outcome,
            (await Storage.SaveLaunchConfigAsync(key, Any.OtherEndpoints, ExistingEndpoints.Replace, Token)).Outcome,
        ];
        await Assert.ThrowsAsync<LtiConflictException>(
            async () => await Storage.SaveLaunchConfigAsync(key, Any.Endpoints, ExistingEndpoints.Refuse, Token));

        AssertAll(answers);
        AssertCounted(
            counted, "lti_storage.launch.save.outcome", tag: null, "created", "unchanged", "deployment_created", "replaced", "conflict");
    }

    [Theory]
    [InlineData(nameof(ILtiStorage.ResolveLoginAsync))]
    [InlineData(nameof(ILtiStorage.FindLoginAsync))]
    [InlineData(nameof(ILtiStorage.FindLaunchAsync))]
    [InlineData(nameof(ILtiStorage.SaveLaunchConfigAsync))]
    public async Task Failed_call_has_no_outcome(string operation)
    {
        string[] instruments = [TelemetryNames.LoginOutcomes, TelemetryNames.LaunchLookups, TelemetryNames.LaunchSaves];
        var counted = instruments.Select(_observed.Collect<long>).ToList();
        _observed.Inner.BeginOutage(new LtiStorageUnavailableException("Down.", LtiWorkOutcome.NotApplied));

        await Assert.ThrowsAsync<LtiStorageUnavailableException>(
            () => Operations.All.Single(known => known.Name == operation).Call(Storage, Token));

        Assert.All(counted, counter => Assert.Empty(counter.GetMeasurementSnapshot()));
        Assert.DoesNotContain(_spans.Single.TagObjects, tag => tag.Key.EndsWith(".outcome", StringComparison.Ordinal));
        counted.ForEach(counter => counter.Dispose());
    }

    public ValueTask DisposeAsync()
    {
        _spans.Dispose();
        return _observed.DisposeAsync();
    }

    private static void AssertAll<T>(IEnumerable<T> answers)
        where T : struct, Enum
        => Assert.Equal(Enum.GetValues<T>().Order(), answers.Order());

    /// <summary>Asserts the outcomes on the counter and on the spans in their order, and that nothing else is told.</summary>
    private void AssertCounted(
        MetricCollector<long> counter, string outcomeTag, (string Key, string Value)? tag, params string[] expected)
    {
        var counted = counter.GetMeasurementSnapshot();
        Assert.Equal(expected, counted.Select(measured => (string)measured.Tags[outcomeTag]!), StringComparer.Ordinal);
        Assert.Equal(expected, _spans.Ended.Select(span => (string)span.GetTagItem(outcomeTag)!), StringComparer.Ordinal);
        Assert.All(counted, measured =>
        {
            Assert.Equal((1, "in_memory"), (measured.Value, measured.Tags["db.system.name"]));
            Assert.Equal(tag is null ? 2 : 3, measured.Tags.Count);
            Assert.True(tag is not { } more || (string)measured.Tags[more.Key]! == more.Value);
        });
    }
}
