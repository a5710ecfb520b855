using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Lti.Storage.Internal;
using Lti.Storage.Sqlite.Internal.AccessTokens;
using Lti.Storage.Sqlite.Internal.Changes;
using Lti.Storage.Sqlite.Internal.Cleanup;
using Lti.Storage.Sqlite.Internal.Clients;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Deployments;
using Lti.Storage.Sqlite.Internal.Launches;
using Lti.Storage.Sqlite.Internal.Logins;
using Lti.Storage.Sqlite.Internal.Nonces;
using Lti.Storage.Sqlite.Internal.Options;
using Lti.Storage.Sqlite.Internal.PlatformKeySets;
using Lti.Storage.Sqlite.Internal.Reading;
using Lti.Storage.Sqlite.Internal.Registrations;
using Lti.Storage.Sqlite.Internal.Schema;
using Lti.Storage.Sqlite.Internal.Sessions;
using Lti.Storage.Sqlite.Internal.ToolKeys;
using Lti.Storage.Sqlite.Internal.Writing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Sqlite;

/// <summary>Stores all data in an SQLite file on a local disk.</summary>
/// <remarks>
/// <para>It suits a tool on one machine that needs no database server.</para>
/// <para>
/// An acknowledged write survives a crash of the process and, by default, a power cut (<see cref="SqliteStorageOptions.Synchronous"/>).
/// Concurrent writes share a transaction and its commit. A write that no other one meets runs on its caller's
/// thread. It waits there for the disk and never for a lock. Reads run beside the writes on other connections, on the caller's thread.
/// </para>
/// <para>
/// Several processes of one machine may use the file. Rows expire by the machine's clock. Network file systems are refused where they can
/// be recognised.
/// </para>
/// <para>
/// A token cancels a call that waits for a connection or a transaction, a listing between pages, and a cleanup or a deletion between
/// batches. No call takes part in an ambient <see cref="System.Transactions.Transaction"/>.
/// </para>
/// </remarks>
[UnsupportedOSPlatform("browser")]
public sealed class SqliteLtiStorage
    : LtiStorageProvider, IInvalidationSource, IStorageSchema, ICleanupBacklog, IToolKeyStorage, IAccessTokenStorage, IPlatformKeySetStorage
{
    /// <summary>The most rows in a page of a listing.</summary>
    internal const int PageSize = 500;

    private readonly TimeProvider _clock;
    private readonly Readers _readers;
    private readonly Writer _writer;
    private readonly ChangeWatcher _changes;
    private readonly Migrator _schema;
    private readonly FilteredDeletion _deletion;
    private readonly CleanupRun _cleanup;

    /// <summary>Creates a storage from a connection string. It does not open the file yet.</summary>
    /// <param name="connectionString">The connection string, such as <c>Data Source=lti.db</c>.</param>
    /// <exception cref="OptionsValidationException">The connection string can't be used. The message says why.</exception>
    public SqliteLtiStorage(string connectionString)
        : this(new SqliteStorageOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a storage from options. It does not open the file yet.</summary>
    /// <param name="options">The options of the file.</param>
    /// <param name="storageOptions">The options common to all providers, or null for the defaults.</param>
    /// <param name="timeProvider">
    /// The caller's clock for returned expiries (rule E7), or null for the system's. Lifetimes are measured by the machine's clock.
    /// </param>
    /// <param name="loggerFactory">The logger factory, or null to log nothing.</param>
    /// <exception cref="OptionsValidationException">An option can't be used. The message says why.</exception>
    public SqliteLtiStorage(
        SqliteStorageOptions options,
        LtiStorageOptions? storageOptions = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
        : base(storageOptions, timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        var chosen = new SqliteStorageOptionsValidator().Require(options.Copy());
        var category = typeof(SqliteLtiStorage).FullName!;
        var logger = new GuardedLogger(
            (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(Name is null ? category : $"{category}.{Name}"));
        var file = new DatabaseFile(chosen);
        _clock = chosen.Clock;
        _readers = new Readers(file, chosen.MaxReaders);
        _writer = new Writer(file, _clock, logger);
        _changes = new ChangeWatcher(file, chosen.ChangeInterval, logger);
        _schema = new Migrator(file, logger);
        _deletion = new FilteredDeletion(_writer);
        _cleanup = new CleanupRun(_writer, Options.CleanupBatchSize);
    }

    /// <summary>Returns <c>sqlite</c>.</summary>
    public override string DatabaseSystemName => "sqlite";

    /// <summary>Whether the storage reads changes by other processes at present.</summary>
    public InvalidationState State => _changes.State;

    /// <summary>Reports changes of clients and deployments and deletions of sessions by any program on this file.</summary>
    /// <remarks>
    /// The call returns without waiting. After the first subscription the storage looks for changes at each <see
    /// cref="SqliteStorageOptions.ChangeInterval"/>. Expiries are not reported.
    /// </remarks>
    /// <inheritdoc/>
    public IDisposable Subscribe(IInvalidationListener listener) => _changes.Subscribe(listener);

    /// <summary>Checks or migrates the file as <see cref="LtiStorageOptions.SchemaOnStart"/> says, for programs without a host.</summary>
    /// <remarks>It creates a file that does not exist, unless the connection string says <c>Mode=ReadWrite</c>.</remarks>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that ends when the storage is ready.</returns>
    /// <exception cref="LtiSchemaException">
    /// The file is another program's, or this library can't work with its tables. The message says why and what to do.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The file can't be opened or created.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => Options.SchemaOnStart switch
    {
        SchemaOnStart.Check => CheckAsync(cancellationToken),
        SchemaOnStart.Migrate => MigrateAsync(cancellationToken),
        _ => Task.CompletedTask,
    };

    /// <inheritdoc/>
    public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default) => _schema.GetStatusAsync(cancellationToken);

    /// <summary>Throws if this library can't work with the file.</summary>
    /// <remarks>
    /// It creates a missing or empty file with all tables.
    /// Nothing can be lost in a file that does not exist yet. <c>Mode=ReadWrite</c> in the connection string creates none. A newer schema
    /// that this library can work with is a warning in the log.
    /// </remarks>
    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken = default) => _schema.CheckAsync(cancellationToken);

    /// <summary>Applies the missing migrations in one transaction.</summary>
    /// <remarks>It waits for other processes that migrate. If one migration fails, none is applied.</remarks>
    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default) => _schema.MigrateAsync(cancellationToken);

    /// <summary>Cleans up as <see cref="ILtiStorage.CleanupAsync"/> does and reports the counts after each batch.</summary>
    /// <param name="progress">
    /// Receives the counts so far, with <see cref="CleanupResult.Completed"/> false. It is called outside a transaction.
    /// </param>
    /// <param name="cancellationToken">Ends the run as in <see cref="ILtiStorage.CleanupAsync"/> (rule K3).</param>
    /// <returns>The removed rows of each kind.</returns>
    public ValueTask<CleanupResult> CleanupAsync(IProgress<CleanupResult> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<CleanupResult>(cancellationToken)
            : _cleanup.RunAsync(progress, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<TimeSpan> GetBacklogAgeAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<TimeSpan>(cancellationToken)
            : _readers.RunAsync(_clock, ExpiredRows.ReadBacklogAge, cancellationToken);

    /// <summary>Ends the writer and closes all connections.</summary>
    /// <remarks>
    /// It is safe to call again. A write that has begun is committed. A call that waits ends with <see cref="ObjectDisposedException"/>,
    /// and so does each later one.
    /// </remarks>
    /// <returns>A task that ends when the file is closed.</returns>
    public override async ValueTask DisposeAsync()
    {
        await _changes.DisposeAsync().ConfigureAwait(false);
        _readers.Dispose();

        // The writer closes last. It is the one that can copy the log into the file.
        await _writer.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<StoredToolKey>>(cancellationToken)
            : _readers.RunAsync(_clock, ToolKeyReads.List, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> AddNextToolKeyAsync(
        NewToolKey key, string? after, TimeSpan announceFor, TimeSpan rotateEvery, CancellationToken cancellationToken = default)
    {
        RequireStorableToolKey(key);
        RequireToolKeyId(after ?? key.KeyId);
        RequireToolKeyPeriod(announceFor);
        RequireToolKeyPeriod(rotateEvery);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(
                transaction => ToolKeyWrites.TryAddNext(transaction, key, after, announceFor, rotateEvery), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
    {
        RequireStorableToolKey(key);
        RequireToolKeyPeriod(announceFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : WriteAsync(transaction => ToolKeyWrites.Import(transaction, key, announceFor), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        RequireToolKeyId(keyId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(transaction => ToolKeyWrites.Revoke(transaction, keyId), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
    {
        RequireToolKeyPeriod(retireFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : _writer.RunAsync(transaction => ToolKeyWrites.DeleteRetired(transaction, retireFor), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenLease(request, leaseId, leeway, leaseFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<AccessTokenLookup>(cancellationToken)
            : LeaseAsync(request, leaseId, leeway, leaseFor, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StoreAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
    {
        RequireStorableAccessToken(request, leaseId, token);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(transaction => AccessTokenWrites.Store(transaction, request, leaseId, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenId(request, leaseId);
        RequireAccessTokenPeriod(retryAfter);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(transaction => AccessTokenWrites.Release(transaction, request, leaseId, retryAfter), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> InvalidateAccessTokenAsync(
        AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenId(request, tokenId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(transaction => AccessTokenWrites.Invalidate(transaction, request, tokenId), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AccessTokenSummary> ListAccessTokensAsync(
        ClientKey? client = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ListAsync(client, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> ClearAccessTokensAsync(ClientKey? client = null, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<long>(cancellationToken)
            : _writer.RunAsync(transaction => AccessTokenWrites.Clear(transaction, client), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
        string jwksUrl,
        Guid leaseId,
        TimeSpan leaseFor,
        Guid? knownSetId = null,
        bool needsAnother = false,
        CancellationToken cancellationToken = default)
    {
        var id = RequirePlatformKeySetLease(jwksUrl, leaseId, leaseFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<PlatformKeySetLookup>(cancellationToken)
            : LeaseAsync(id, jwksUrl, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StorePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
    {
        var id = RequireStorablePlatformKeySet(jwksUrl, leaseId, keySet);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(transaction => KeySetWrites.Store(transaction, id, leaseId, keySet), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleasePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        var id = RequirePlatformKeySetRelease(jwksUrl, leaseId, retryAfter);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _writer.RunAsync(transaction => KeySetWrites.Release(transaction, id, leaseId, retryAfter), cancellationToken);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiClient> ListClientsCoreAsync(ClientKey? after, CancellationToken cancellationToken)
        => KeysetPages.ListAsync(
            (last, token) => _readers.RunAsync(last, ClientReads.ReadPage, token),
            static client => client.Id.Value,
            after?.Value,
            PageSize,
            cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => _readers.RunAsync(id, ClientReads.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(
        ClientKey id, CancellationToken cancellationToken)
        => _readers.RunAsync(id, DeploymentReads.FindWithClient, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(
        string issuer, string? deploymentId, CancellationToken cancellationToken)
        => deploymentId is null
            ? _readers.RunAsync(issuer, ClientReads.FindAll, cancellationToken)
            : _readers.RunAsync((issuer, deploymentId), ClientReads.FindDeployed, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => _readers.RunAsync((issuer, clientId), ClientReads.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => ClientWrites.Add(transaction, client), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> UpdateClientCoreAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => ClientWrites.Update(transaction, id, update), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => ClientWrites.Delete(transaction, id), cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(
        ClientKey clientKey, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
        => KeysetPages.ListAsync(
            (last, token) => _readers.RunAsync((clientKey, status, last), DeploymentReads.ReadPage, token),
            static deployment => deployment.Id.Value,
            after?.Value,
            PageSize,
            cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => _readers.RunAsync((clientKey, id), DeploymentReads.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken)
        => _readers.RunAsync((clientKey, deploymentId), DeploymentReads.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> AddDeploymentCoreAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => DeploymentWrites.Add(transaction, clientKey, deployment), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => DeploymentWrites.Ensure(transaction, clientKey, deploymentId, status), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => DeploymentWrites.Update(transaction, clientKey, id, update), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => DeploymentWrites.Delete(transaction, clientKey, id), cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask BeginLoginCoreAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var document = login.ToUtf8Document();
        await WriteAsync(transaction => LoginStatements.Begin(transaction, login, document, lifetime), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask<LtiLogin?> FindLoginCoreAsync(string state, CancellationToken cancellationToken)
        => _readers.RunAsync((state, _clock, TimeProvider.GetUtcNow()), LoginStatements.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiLaunch> FindLaunchCoreAsync(LaunchKey key, CancellationToken cancellationToken)
        => _readers.RunAsync((key, Options.UseDefaultDeployment), LaunchReads.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<SavedLaunchConfig> SaveLaunchConfigCoreAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => LaunchWrites.Save(transaction, key, endpoints, existing), cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (!await _writer.RunAsync(
            transaction => NonceWrites.TryStore(transaction, nonce, isUsed: false, lifetime), cancellationToken).ConfigureAwait(false))
        {
            throw LtiConflictException.ForNonce();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => NonceWrites.Consume(transaction, nonce), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => NonceWrites.TryStore(transaction, nonce, isUsed: true, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var owner = SessionOwner.Read(session);
        await WriteAsync(
            transaction =>
            {
                SessionWrites.RequireFree(transaction, session.Id);
                SessionWrites.Insert(transaction, session, owner, lifetime);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => _readers.RunAsync((id, _clock, TimeProvider.GetUtcNow()), SessionReads.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => SessionWrites.Renew(transaction, id, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => _writer.RunAsync(transaction => SessionWrites.Delete(transaction, id), cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(
        SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => KeysetPages.ListAsync(
            (last, token) => _readers.RunAsync((filter, last, _clock, TimeProvider.GetUtcNow()), SessionReads.ReadPage, token),
            static session => session.Id,
            after,
            PageSize,
            cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken)
        => _deletion.RunAsync(filter, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask SaveRegistrationSessionCoreAsync(
        LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => WriteAsync(transaction => RegistrationStatements.Save(transaction, session, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => _readers.RunAsync((id, _clock, TimeProvider.GetUtcNow()), RegistrationStatements.Find, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
    {
        var callersNow = TimeProvider.GetUtcNow();
        return _writer.RunAsync(transaction => RegistrationStatements.Remove(transaction, id, callersNow), cancellationToken);
    }

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => _writer.RunAsync(
            transaction => RegistrationStatements.Remove(transaction, id, callersNow: default) is not null, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => CompleteLaunchAsync(nonce, state: null, session, lifetime, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => CompleteLaunchAsync(login.Nonce, login.State, session, lifetime, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken)
        => _cleanup.RunAsync(progress: null, cancellationToken);

    /// <summary>Reads first, so that a hit and a wait need no transaction. A free lease is looked at again when it is taken.</summary>
    private async ValueTask<AccessTokenLookup> LeaseAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken)
    {
        var found = await _readers.RunAsync(
            (request, leaseId, leeway, _clock),
            static (connection, sought) => AccessTokenReads.Find(
                connection, sought.request, sought.leaseId, sought.leeway, sought._clock.GetUtcNow().UtcTicks),
            cancellationToken).ConfigureAwait(false);
        return found.Outcome == AccessTokenOutcome.Leased
            ? await _writer.RunAsync(
                transaction => AccessTokenWrites.Lease(transaction, request, leaseId, leeway, leaseFor), cancellationToken)
                .ConfigureAwait(false)
            : found;
    }

    private async ValueTask<PlatformKeySetLookup> LeaseAsync(
        string id,
        string jwksUrl,
        Guid leaseId,
        TimeSpan leaseFor,
        Guid? knownSetId,
        bool needsAnother,
        CancellationToken cancellationToken)
    {
        var found = await _readers.RunAsync(
            (id, leaseId, knownSetId, needsAnother, _clock),
            static (connection, sought) => KeySetReads.Find(
                connection, sought.id, sought.leaseId, sought.knownSetId, sought.needsAnother, sought._clock.GetUtcNow().UtcTicks),
            cancellationToken).ConfigureAwait(false);
        return found.Outcome == PlatformKeySetOutcome.Leased
            ? await _writer.RunAsync(
                transaction => KeySetWrites.Lease(transaction, id, jwksUrl, leaseId, leaseFor, knownSetId, needsAnother), cancellationToken)
                .ConfigureAwait(false)
            : found;
    }

    private async IAsyncEnumerable<AccessTokenSummary> ListAsync(
        ClientKey? client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<AccessTokenSummary> page;
        AccessTokenSummary? last = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await _readers.RunAsync((client, last, _clock), AccessTokenReads.ReadPage, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return last = row;
            }
        }
        while (page.Count == AccessTokenReads.PageSize);
    }

    private ValueTask<NonceOutcome> CompleteLaunchAsync(
        string nonce, string? state, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var owner = SessionOwner.Read(session);
        return _writer.RunAsync(
            transaction => LaunchCompletion.Complete(transaction, nonce, state, session, owner, lifetime), cancellationToken);
    }

    private async ValueTask WriteAsync(Action<WriteTransaction> work, CancellationToken cancellationToken) => await _writer.RunAsync(
        transaction =>
        {
            work(transaction);
            return true;
        },
        cancellationToken).ConfigureAwait(false);
}
