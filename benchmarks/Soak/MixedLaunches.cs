namespace Lti.Storage.Benchmarks;

/// <summary>
/// What a tool does all day: launches, requests with their sessions, replays that are refused, sessions that are renewed or ended, registrations,
/// changes, and a look at a user's sessions.
/// </summary>
internal sealed class MixedLaunches(ILtiStorage storage, TimeSpan lifetime)
{
    private int _number;

    /// <summary>One launch, and now and then what else there is.</summary>
    /// <exception cref="WrongAnswerException">The storage answered wrongly.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _number);
        var (nonce, session) = (Guid.NewGuid().ToString("N"), Payload.Session());
        await storage.StoreNonceAsync(nonce, lifetime, cancellationToken);
        var key = Stock.Key((number % Stock.Clients) + 1);
        Require(await storage.FindLaunchConfigAsync(number % 3 == 0 ? key with { DeploymentId = Payload.DeploymentId } : key, cancellationToken) is not null);

        // A machine that was busy elsewhere may come too late: then the launch is refused, rightly.
        if (await storage.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken) == NonceOutcome.Consumed)
        {
            await storage.FindSessionAsync(session.Id, cancellationToken);
            await storage.FindSessionAsync(session.Id, cancellationToken);
            Require(await storage.CompleteLaunchAsync(nonce, Payload.Session(), lifetime, cancellationToken) != NonceOutcome.Consumed);
        }

        await (number switch
        {
            _ when number % 20 == 0 => EndAsync(session.Id, cancellationToken),
            _ when number % 33 == 0 => RegisterAsync(cancellationToken),
            _ when number % 50 == 0 => ChangeAsync(key, number, cancellationToken),
            _ when number % 77 == 0 => ListAsync(session, cancellationToken),
            _ => Task.CompletedTask,
        });
    }

    private static void Require(bool isRight)
    {
        if (!isRight)
        {
            throw new WrongAnswerException("a launch");
        }
    }

    private async Task EndAsync(Guid session, CancellationToken cancellationToken)
    {
        await storage.RenewSessionAsync(session, lifetime, cancellationToken);
        await storage.DeleteSessionAsync(session, cancellationToken);
        Require(await storage.FindSessionAsync(session, cancellationToken) is null);
    }

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var session = LtiRegistrationSession.FromDocument(Guid.NewGuid(), Payload.Registration.Utf8Document.Span);
        await storage.SaveRegistrationSessionAsync(session, lifetime, cancellationToken);
        if (session.Id.ToByteArray()[0] % 2 == 0)
        {
            await storage.ConsumeRegistrationSessionAsync(session.Id, cancellationToken);
        }
    }

    private async Task ChangeAsync(LaunchKey key, int number, CancellationToken cancellationToken)
    {
        var clients = await storage.FindClientsAsync(key.Issuer, key.ClientId, cancellationToken);
        await storage.UpdateClientAsync(clients[0].Id, new ClientUpdate { Name = $"LMS {number % 1000}" }, cancellationToken);
    }

    private async Task ListAsync(LtiSession session, CancellationToken cancellationToken)
    {
        var filter = new SessionFilter { Issuer = Payload.Issuer, UserId = session.User.Id };
        await foreach (var _ in storage.ListSessionsAsync(filter, cancellationToken: cancellationToken).Take(10))
        {
        }
    }
}
