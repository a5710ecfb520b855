namespace Lti.Storage.Benchmarks;

/// <summary>Lists the calls whose time must not grow with the number of rows.</summary>
internal static class AllSeries
{
    private const int PageSize = 100;
    private const int Expired = 1_000;
    private const int Few = 10;
    private const int Many = 200;

    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);

    public static IReadOnlyList<Series> All =>
    [
        new("find launch config, the same 100 clients", Many, Budget.Launch, (at, call) => FindAsync(at, ScaledKeys.Client((call % PageSize) + 1))),
        new("find launch config, any client", Many, Budget.AnyRow, (at, _) => FindAsync(at, ScaledKeys.Client(at.AnyNumber()))),
        new("find launch config, any deployment of the large client", Many, Budget.AnyRow, (at, _) => FindAsync(at, ScaledKeys.LargeClient with { DeploymentId = ScaledKeys.Deployment(at.AnyNumber()) })),
        new("find launch config, the large client through default", Many, Budget.Launch, (at, _) => FindAsync(at, ScaledKeys.LargeClient with { DeploymentId = "not stored" })),
        Consume(),
        new("find session, one of 1,000", Many, Budget.AnyRow, async (at, _) => Require(await at.Storage.FindSessionAsync(at.Any(at.Rows.Sessions)) is not null)),
        new("cleanup of 1,000 nonces and 1,000 sessions", 1, Budget.Batch, async (at, _) => Require(await at.Storage.CleanupAsync() is { Nonces: Expired, Sessions: Expired }))
        {
            PrepareAsync = (at, _, cancellationToken) => at.Rows.AddExpiredAsync(Expired, cancellationToken),
        },
        new("list clients, a page", Few, Budget.Page, (at, _) => PageAsync(at.Storage.ListClientsAsync(at.Any(at.Rows.Clients)))),
        new("find the clients of an issuer", Few, Budget.Batch, async (at, _) => Require((await at.Storage.FindClientsAsync(ScaledKeys.Issuer(at.AnyNumber()))).Count > 0)),
        new("list deployments, a page", Few, Budget.Page, (at, _) => PageAsync(at.Storage.ListDeploymentsAsync(at.Rows.LargeClient, at.Any(at.Rows.Deployments)))),
        new("list sessions by issuer, a page", Few, Budget.Page, (at, _) => PageAsync(at.Storage.ListSessionsAsync(new SessionFilter { Issuer = Payload.Issuer }, at.Any(at.Rows.Sessions)))),
        new("list sessions by issuer and client, a page", Few, Budget.Page, (at, _) => PageAsync(at.Storage.ListSessionsAsync(
            new SessionFilter { Issuer = Payload.Issuer, ClientId = Payload.ClientId }, at.Any(at.Rows.Sessions)))),
        new("list sessions by deployment", Few, Budget.Batch, (at, _) => AllAsync(at.Storage.ListSessionsAsync(new SessionFilter
        {
            Issuer = Payload.Issuer,
            ClientId = Payload.ClientId,
            DeploymentId = ScaledKeys.SessionDeployment(at.AnyNumber()),
        }))),
        new("list sessions by user", Few, Budget.Batch, (at, _) => AllAsync(at.Storage.ListSessionsAsync(new SessionFilter
        {
            Issuer = Payload.Issuer,
            UserId = ScaledKeys.User(at.AnyNumber()),
        }))),
    ];

    private static Series Consume()
    {
        var nonces = new Queue<string>();
        return new Series("consume nonce", Many, Budget.Launch, async (at, _) => Require(await at.Storage.ConsumeNonceAsync(nonces.Dequeue()) == NonceOutcome.Consumed))
        {
            PrepareAsync = async (at, calls, cancellationToken) =>
            {
                foreach (var nonce in Stock.NewNonces(calls))
                {
                    nonces.Enqueue(nonce);
                    await at.Storage.StoreNonceAsync(nonce, _hour, cancellationToken);
                }
            },
        };
    }

    private static async Task FindAsync(ScaledStorage at, LaunchKey key) => Require(await at.Storage.FindLaunchConfigAsync(key) is not null);

    private static async Task PageAsync<T>(IAsyncEnumerable<T> listing)
    {
        var listed = 0;
        await foreach (var _ in listing)
        {
            if (++listed == PageSize)
            {
                return;
            }
        }

        throw new WrongAnswerException("a listing");
    }

    private static async Task AllAsync<T>(IAsyncEnumerable<T> listing)
    {
        var listed = 0;
        await foreach (var _ in listing)
        {
            listed++;
        }

        Require(listed > 0);
    }

    private static void Require(bool isRight)
    {
        if (!isRight)
        {
            throw new WrongAnswerException("a call among many rows");
        }
    }
}
