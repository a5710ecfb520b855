using System.Reflection;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests cancellation (rule E5), the caller's context (rule E9) and disposal (rule E10) for every operation.</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class CancellationConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    // Suites of their own cancel these calls, which have more arguments than the token.
    private static readonly Type[] _ofOtherSuites =
    [
        typeof(IToolKeyStorage),
        typeof(IToolKeyRing),
        typeof(IAccessTokenStorage),
        typeof(IAccessTokens),
        typeof(IPlatformKeySetStorage),
        typeof(IPlatformKeySets),
    ];

    /// <summary>The names of all operations.</summary>
    public static TheoryData<string> OperationNames { get; } = [.. Operations.All.Select(operation => operation.Name)];

    [Fact, Rule("E5")]
    public void Every_operation_of_the_contract_is_tried()
    {
        var declared = typeof(ILtiStorage).GetInterfaces().Append(typeof(ILtiStorage))
            .Where(type => type != typeof(IAsyncDisposable))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Select(method => method.Name)
            .Order(StringComparer.Ordinal);

        Assert.Equal(declared, Operations.All.Select(operation => operation.Method).Order(StringComparer.Ordinal));
    }

    [Theory, Rule("E5", "E3")]
    [MemberData(nameof(OperationNames))]
    public async Task A_call_with_a_cancelled_token_throws_operation_canceled(string name)
    {
        var operation = Operations.All.Single(operation => operation.Name == name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => operation.Call(Storage, new CancellationToken(canceled: true)));
    }

    [Fact, Rule("E5")]
    public async Task A_capability_with_a_cancelled_token_throws_operation_canceled()
    {
        foreach (var capability in typeof(ILtiStorage).Assembly.GetExportedTypes().Where(type => type.IsInterface && !type.IsAssignableFrom(typeof(ILtiStorage)) && !_ofOtherSuites.Contains(type)))
        {
            var service = typeof(LayerExtensions).GetMethod(nameof(LayerExtensions.GetService))!.MakeGenericMethod(capability).Invoke(null, [Storage]);
            foreach (var method in capability.GetMethods().Where(method => method.GetParameters().LastOrDefault()?.ParameterType == typeof(CancellationToken)))
            {
                Assert.Single(method.GetParameters());
                if (service is not null)
                {
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(
                        () => AsTask(method.Invoke(service, BindingFlags.DoNotWrapExceptions, null, [new CancellationToken(canceled: true)], null)!));
                }
            }
        }

        static Task AsTask(object call) => call as Task ?? (Task)call.GetType().GetMethod(nameof(ValueTask.AsTask))!.Invoke(call, null)!;
    }

    [Theory, Rule("E9")]
    [MemberData(nameof(OperationNames))]
    public async Task A_call_posts_nothing_to_the_callers_context(string name)
    {
        var operation = Operations.All.Single(operation => operation.Name == name);
        for (var i = 0; i < 2 * Options.CleanupBatchSize; i++)
        {
            await Storage.StoreNonceAsync(Any.Nonce(), TimeSpan.FromMinutes(1), Token);
        }

        await Environment.PassAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(0, await CallerContext.CountPostsAsync(() => operation.Call(Storage, Token)));
    }

    [Fact, Rule("E9")]
    public async Task A_launch_posts_nothing_to_the_callers_context()
    {
        var (key, nonce, session, registration) = (Any.LaunchKey(), Any.Nonce(), Any.Session(), Any.Registration(Guid.NewGuid()));
        var filter = new SessionFilter { Issuer = session.Platform.Issuer! };
        Func<Task>[] calls =
        [
            () => Storage.SaveRegistrationSessionAsync(registration, null, Token).AsTask(),
            () => Storage.ConsumeRegistrationSessionAsync(registration.Id, Token).AsTask(),
            () => Storage.SaveLaunchConfigAsync(key, Any.Endpoints, cancellationToken: Token).AsTask(),
            () => Storage.StoreNonceAsync(nonce, null, Token).AsTask(),
            () => Storage.FindLaunchConfigAsync(key, Token).AsTask(),
            () => Storage.FindLaunchConfigAsync(key, Token).AsTask(),
            () => Storage.CompleteLaunchAsync(nonce, session, null, Token).AsTask(),
            () => Storage.FindSessionAsync(session.Id, Token).AsTask(),
            () => Storage.FindSessionAsync(session.Id, Token).AsTask(),
            () => Storage.RenewSessionAsync(session.Id, null, Token).AsTask(),
            () => Storage.ListSessionsAsync(filter, null, Token).CollectAsync(),
            () => Storage.ListClientsAsync(null, Token).CollectAsync(),
            () => Storage.DeleteSessionsAsync(filter, Token).AsTask(),
            () => Storage.DisposeAsync().AsTask(),
        ];
        foreach (var (step, call) in calls.Index())
        {
            Assert.Equal((step, 0), (step, await CallerContext.CountPostsAsync(call)));
        }
    }

    [Fact, Rule("E10")]
    public async Task A_storage_can_be_disposed_repeatedly_and_synchronously()
    {
        await Storage.FindSessionAsync(Guid.NewGuid(), Token);

        for (var i = 0; i < 8; i++)
        {
            (Storage as IDisposable)?.Dispose();
            await Storage.DisposeAsync();
        }
    }

    [Fact, Rule("E10")]
    public async Task A_call_after_disposal_answers_or_throws_object_disposed()
    {
        await Storage.DisposeAsync();

        foreach (var operation in Operations.All)
        {
            var error = await Record.ExceptionAsync(() => operation.Call(Storage, Token));
            Assert.True(error is null or ObjectDisposedException or LtiNotFoundException, $"{operation}: {error}");
        }
    }

    [Fact, Rule("E5")]
    public async Task A_cancelled_call_does_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);
        var (stored, nonce, session, added) = (Any.Nonce(), Any.Nonce(), Any.Session(), Any.Session());
        var (registration, saved) = (Any.Registration(Guid.NewGuid()), Any.Registration(Guid.NewGuid()));
        var (login, begun) = (Any.Login(), Any.Login());
        var config = (await Storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: Token)).Config;
        var client = await Storage.FindClientWithDeploymentsAsync(config.ClientKey, Token);
        await Storage.StoreNonceAsync(stored, cancellationToken: Token);
        await Storage.AddSessionAsync(added, cancellationToken: Token);
        await Storage.BeginLoginAsync(begun, cancellationToken: Token);
        await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

        Func<Task>[] calls =
        [
            () => Storage.AddClientAsync(Any.Client(), cancelled).AsTask(),
            () => Storage.UpdateClientAsync(config.ClientKey, new ClientUpdate { Name = "Lost" }, cancelled).AsTask(),
            () => Storage.DeleteClientAsync(config.ClientKey, cancelled).AsTask(),
            () => Storage.AddDeploymentAsync(config.ClientKey, Any.Deployment(), cancelled).AsTask(),
            () => Storage.EnsureDeploymentAsync(config.ClientKey, "lost", cancellationToken: cancelled).AsTask(),
            () => Storage.UpdateDeploymentAsync(config.ClientKey, config.DeploymentKey, new DeploymentUpdate { Name = "Lost" }, cancelled).AsTask(),
            () => Storage.DeleteDeploymentAsync(config.ClientKey, config.DeploymentKey, cancelled).AsTask(),
            () => Storage.SaveLaunchConfigAsync(Any.LaunchKey(), Any.Endpoints, cancellationToken: cancelled).AsTask(),
            () => Storage.StoreNonceAsync(nonce, null, cancelled).AsTask(),
            () => Storage.ClaimNonceAsync(nonce, null, cancelled).AsTask(),
            () => Storage.ConsumeNonceAsync(stored, cancelled).AsTask(),
            () => Storage.CompleteLaunchAsync(stored, session, null, cancelled).AsTask(),
            () => Storage.BeginLoginAsync(login, null, cancelled).AsTask(),
            () => Storage.CompleteLaunchAsync(begun, session, null, cancelled).AsTask(),
            () => Storage.AddSessionAsync(session, null, cancelled).AsTask(),
            () => Storage.RenewSessionAsync(added.Id, TimeSpan.FromDays(30), cancelled).AsTask(),
            () => Storage.DeleteSessionAsync(added.Id, cancelled).AsTask(),
            () => Storage.DeleteSessionsAsync(new SessionFilter { Issuer = added.Platform.Issuer! }, cancelled).AsTask(),
            () => Storage.SaveRegistrationSessionAsync(registration, null, cancelled).AsTask(),
            () => Storage.ConsumeRegistrationSessionAsync(saved.Id, cancelled).AsTask(),
            () => Storage.DeleteRegistrationSessionAsync(saved.Id, cancelled).AsTask(),
        ];
        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(call);
        }

        Assert.Equal(client!.Client, Assert.Single(await Storage.ListClientsAsync(cancellationToken: Token).CollectAsync()));
        Assert.Equal(client.Deployments, (await Storage.FindClientWithDeploymentsAsync(config.ClientKey, Token))!.Deployments);
        Assert.Equal(NonceOutcome.Unknown, await Storage.ConsumeNonceAsync(nonce, Token));
        Assert.Null(await Storage.FindSessionAsync(session.Id, Token));
        var kept = await Storage.FindSessionAsync(added.Id, Token);
        Assert.Equal(added, kept);
        Assert.InRange(kept!.ExpiresAt!.Value, DateTimeOffset.MinValue, Environment.CallerClock.GetUtcNow() + Options.SessionLifetime);
        Assert.Null(await Storage.FindRegistrationSessionAsync(registration.Id, Token));
        Assert.Equal(saved, await Storage.ConsumeRegistrationSessionAsync(saved.Id, Token));
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(stored, Token));
        Assert.Null(await Storage.FindLoginAsync(login.State, Token));
        Assert.Equal(begun, (await Storage.FindLoginAsync(begun.State, Token))! with { ExpiresAt = null });
        Assert.Equal(NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(begun.Nonce, Token));
    }

    [Fact, Rule("E5")]
    public async Task A_stream_ends_when_its_token_is_cancelled_in_the_middle()
    {
        var issuer = Any.Issuer();
        for (var i = 0; i < 3; i++)
        {
            await Storage.AddSessionAsync(Any.Session(issuer), cancellationToken: Token);
            await Storage.AddClientAsync(Any.Client(), Token);
        }

        var client = await Storage.AddClientAsync(Any.Client(), Token);
        await Storage.EnsureDeploymentAsync(client.Id, "1", cancellationToken: Token);
        await Storage.EnsureDeploymentAsync(client.Id, "2", cancellationToken: Token);

        await AssertEndsAsync(token => Storage.ListClientsAsync(cancellationToken: token));
        await AssertEndsAsync(token => Storage.ListDeploymentsAsync(client.Id, cancellationToken: token));
        await AssertEndsAsync(token => Storage.ListSessionsAsync(new SessionFilter { Issuer = issuer }, cancellationToken: token));

        static async Task AssertEndsAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> list)
        {
            using var cancel = new CancellationTokenSource();
            var seen = 0;

            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var _ in list(cancel.Token))
                {
                    seen++;
                    await cancel.CancelAsync();
                }
            });

            Assert.Equal(1, seen);
        }
    }

    [Fact, Rule("E5", "N3")]
    public async Task A_consume_that_is_cancelled_in_flight_is_done_in_full_or_not_at_all()
    {
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();
            await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            var (answered, outcome) = await Cancel.MeanwhileAsync(round, token => Storage.ConsumeNonceAsync(nonce, token));

            // If it threw, it was not sent and nothing was done. Otherwise the answer is the truth.
            Assert.Equal(answered ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
            Assert.True(!answered || outcome == NonceOutcome.Consumed);
        }
    }

    [Fact, Rule("E5", "N5")]
    public async Task A_claim_that_is_cancelled_in_flight_is_done_in_full_or_not_at_all()
    {
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var nonce = Any.Nonce();

            var (answered, claimed) = await Cancel.MeanwhileAsync(round, token => Storage.ClaimNonceAsync(nonce, null, token));

            Assert.Equal(answered, claimed);
            Assert.Equal(!answered, await Storage.ClaimNonceAsync(nonce, cancellationToken: Token));
        }
    }

    [Fact, Rule("E5", "L5")]
    public async Task A_launch_that_is_cancelled_in_flight_is_done_in_full_or_not_at_all()
    {
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var (nonce, session) = (Any.Nonce(), Any.Session());
            await Storage.StoreNonceAsync(nonce, cancellationToken: Token);

            var (answered, _) = await Cancel.MeanwhileAsync(round, token => Storage.CompleteLaunchAsync(nonce, session, null, token));

            Assert.Equal(answered, await Storage.FindSessionAsync(session.Id, Token) is not null);
            Assert.Equal(answered ? NonceOutcome.AlreadyUsed : NonceOutcome.Consumed, await Storage.ConsumeNonceAsync(nonce, Token));
        }
    }

    [Fact, Rule("E5", "R3")]
    public async Task A_registration_session_whose_consume_is_cancelled_in_flight_is_returned_or_stays()
    {
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var saved = Any.Registration(Guid.NewGuid());
            await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

            var (answered, consumed) = await Cancel.MeanwhileAsync(round, token => Storage.ConsumeRegistrationSessionAsync(saved.Id, token));

            Assert.Equal(answered ? saved : null, consumed);
            Assert.Equal(answered ? null : saved, await Storage.FindRegistrationSessionAsync(saved.Id, Token));
        }
    }
}
