using Lti.Storage.Conformance.Running;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Gives each test its own environment: the base class of the suite.</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class ConformanceTest(ConformanceFixture fixture) : IAsyncLifetime
{
    /// <summary>The second node's clock minus the first node's: longer than most lifetimes of the suite.</summary>
    internal static readonly TimeSpan Skew = TimeSpan.FromHours(40);

    private StorageEnvironment? _environment;

    /// <summary>The provider's fixture.</summary>
    protected ConformanceFixture Fixture { get; } = fixture;

    /// <summary>The options of the storage under test.</summary>
    protected virtual LtiStorageOptions Options { get; } = new();

    /// <summary>The environment of this test.</summary>
    protected StorageEnvironment Environment => _environment ?? throw new InvalidOperationException("The test has not begun.");

    /// <summary>The storage under test.</summary>
    protected ILtiStorage Storage => Environment.Storage;

    /// <summary>Cancelled when the test run is cancelled.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        // The class that checks completeness could itself be left out.
        Assert.True(
            GetType().Assembly.GetTypes().Any(type => type is { IsAbstract: false, IsPublic: true } && type.IsSubclassOf(typeof(CompletenessConformance))),
            $"{GetType().Assembly.GetName().Name} has to inherit {nameof(CompletenessConformance)} too.");
        _environment = await Fixture.CreateAsync(Options);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_environment is not null)
        {
            await _environment.DisposeAsync();
        }
    }

    /// <summary>Opens both nodes on the data of this test for concurrent callers.</summary>
    /// <remarks>They are the same one if data can't be shared or if a change shows on the other one only when it was reported.</remarks>
    protected async ValueTask<ILtiStorage[]> NodesAsync()
        => [Storage, Environment.NodesAgreeAtOnce ? await OpenSecondNodeAsync(Environment) : Storage];

    /// <summary>Opens a second node whose caller has a wrong clock.</summary>
    internal static ValueTask<ILtiStorage> OpenSecondNodeAsync(StorageEnvironment environment)
        => environment.OpenSecondNodeAsync(new SkewedClock(environment.CallerClock, Skew));
}
