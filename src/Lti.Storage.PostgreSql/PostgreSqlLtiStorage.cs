using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using Lti.Storage.Internal;
using Lti.Storage.PostgreSql.Internal;
using Lti.Storage.PostgreSql.Internal.AccessTokens;
using Lti.Storage.PostgreSql.Internal.Batching;
using Lti.Storage.PostgreSql.Internal.Cleanup;
using Lti.Storage.PostgreSql.Internal.Clients;
using Lti.Storage.PostgreSql.Internal.Deployments;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Launches;
using Lti.Storage.PostgreSql.Internal.Linq;
using Lti.Storage.PostgreSql.Internal.Logins;
using Lti.Storage.PostgreSql.Internal.Notifications;
using Lti.Storage.PostgreSql.Internal.Options;
using Lti.Storage.PostgreSql.Internal.PlatformKeySets;
using Lti.Storage.PostgreSql.Internal.Registrations;
using Lti.Storage.PostgreSql.Internal.Sessions;
using Lti.Storage.PostgreSql.Internal.ToolKeys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Lti.Storage.PostgreSql;

/// <summary>Stores all data in PostgreSQL 15 or later. It suits production with any number of nodes.</summary>
/// <remarks>
/// <para>
/// Each operation of a launch takes one round trip with a prepared statement. Concurrent calls are batched (<see
/// cref="PostgreSqlStorageOptions.BatchCalls"/>). A nonce is used once at every isolation level of the server. Its use is durable even if
/// <c>synchronous_commit</c> is off.
/// </para>
/// <para>
/// No call takes part in an ambient <see cref="System.Transactions.Transaction"/>, whose rollback would make a used nonce unused. No call
/// holds two connections. No connection is held while the caller's loop over a listing runs (contract rule E6).
/// </para>
/// <para>
/// A token cancels a call that waits for a connection, a listing between pages and a cleanup between batches. A statement that was sent
/// runs to its end or to the command timeout.
/// </para>
/// </remarks>
[UnsupportedOSPlatform("browser")]
public sealed class PostgreSqlLtiStorage : LtiStorageProvider, IInvalidationSource, IStorageSchema, ICleanupBacklog, IToolKeyStorage,
    IAccessTokenStorage, IPlatformKeySetStorage
{
    private readonly ConnectionPool _pool;
    private readonly StatementRunner _runner;
    private readonly BatchMetrics _metrics;
    private readonly HoldTimer _holdTimer = new();
    private readonly BatchedCalls _calls;
    private readonly ClientStatements _clientStatements;
    private readonly LoginStatements _logins;
    private readonly SessionStatements _sessions;
    private readonly RegistrationStatements _registrations;
    private readonly ToolKeyStatements _toolKeys;
    private readonly AccessTokenStatements _accessTokens;
    private readonly KeySetStatements _keySets;
    private readonly ClientQueries _clients;
    private readonly ClientWithDeploymentsQueries _clientsWithDeployments;
    private readonly DeploymentQueries _deployments;
    private readonly LaunchConfigQueries _configs;
    private readonly SessionQueries _sessionQueries;
    private readonly CleanupRun _cleanup;
    private readonly BacklogStatement _backlog;
    private readonly NotificationListener _listener;
    private readonly SessionSettings _sessionSettings;

    /// <summary>Creates a storage from a connection string. It does not connect yet.</summary>
    /// <param name="connectionString">A connection string in Npgsql's form, or a <c>postgresql://</c> or <c>postgres://</c> URI.</param>
    /// <exception cref="OptionsValidationException">
    /// The connection string can't be used. The message says why without showing a password.
    /// </exception>
    public PostgreSqlLtiStorage(string connectionString)
        : this(new PostgreSqlStorageOptions { ConnectionString = connectionString })
    {
    }

    /// <summary>Creates a storage on the caller's data source, which the caller disposes.</summary>
    /// <param name="dataSource">The data source.</param>
    public PostgreSqlLtiStorage(NpgsqlDataSource dataSource)
        : this(new PostgreSqlStorageOptions { DataSource = dataSource })
    {
    }

    /// <summary>Creates a storage from options. It does not connect yet.</summary>
    /// <param name="options">The options of the connection.</param>
    /// <param name="storageOptions">The options common to all providers, or null for the defaults.</param>
    /// <param name="timeProvider">
    /// The caller's clock for returned expiries (rule E7), or null for the system's. Lifetimes are measured by the database's clock.
    /// </param>
    /// <param name="loggerFactory">
    /// The logger factory, or null to log nothing. Npgsql also logs there, without values of parameters.
    /// </param>
    /// <exception cref="OptionsValidationException">An option can't be used. The message says why without showing a password.</exception>
    public PostgreSqlLtiStorage(
        PostgreSqlStorageOptions options,
        LtiStorageOptions? storageOptions = null,
        TimeProvider? timeProvider = null,
        ILoggerFactory? loggerFactory = null)
        : base(storageOptions, timeProvider)
    {
        ArgumentNullException.ThrowIfNull(options);
        var chosen = new PostgreSqlStorageOptionsValidator().Require(options.Copy());
        loggerFactory = NamedLoggerFactory.Create(loggerFactory, Name);
        var logger = new GuardedLogger((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger<PostgreSqlLtiStorage>());
        var schema = Sql.Identifier(chosen.Schema);
        _pool = ConnectionPool.Create(chosen, loggerFactory, logger);
        var commandTimeout = CommandTimeoutSeconds(chosen, _pool.DataSource);
        var deadline = new CommandDeadline(commandTimeout);
        var retries = new RetryPolicy(_pool, logger);
        var guard = WriteGuard.Create(chosen, commandTimeout);
        var calls = new CallRunner(_pool, retries, deadline);
        _runner = new StatementRunner(calls, guard);
        _metrics = new BatchMetrics(this);
        _clientStatements = new ClientStatements(schema);
        _logins = new LoginStatements(schema);
        var limits = BatchLimits.Create(chosen, _pool.MaxSize, commandTimeout);
        var callers = limits.Callers ?? new AnsweredCallers(_holdTimer.Start);
        _calls = new BatchedCalls(
            schema,
            _clientStatements,
            _logins,
            Options.UseDefaultDeployment,
            _runner,
            new BatchRunner(_pool, retries, deadline, guard, callers, _metrics),
            limits,
            callers,
            _metrics,
            _pool.Disposed);
        _sessions = new SessionStatements(schema);
        _registrations = new RegistrationStatements(schema);
        _toolKeys = new ToolKeyStatements(schema);
        _accessTokens = new AccessTokenStatements(schema);
        _keySets = new KeySetStatements(schema);

        var queries = new QueryRunner(calls, guard, chosen.Schema);
        _clients = new ClientQueries(queries, TimeProvider);
        _clientsWithDeployments = new ClientWithDeploymentsQueries(queries);
        _deployments = new DeploymentQueries(queries, TimeProvider);
        _configs = new LaunchConfigQueries(queries, _deployments, TimeProvider);
        _sessionQueries = new SessionQueries(queries, TimeProvider);
        _cleanup = new CleanupRun(_runner, new CleanupStatements(schema), Options.CleanupBatchSize);

        _backlog = new BacklogStatement(schema);

        // The listener uses the system's clock because a test may stop the caller's.
        _listener = new NotificationListener(
            ListenerSource.Create(chosen, loggerFactory), _pool, chosen.Schema, new NotificationMetrics(Name), TimeProvider.System, logger);
        Schema = new PostgreSqlSchema(_pool, chosen.Schema, logger);
        _sessionSettings = new SessionSettings(_pool, isOwnPool: chosen.DataSource is null, logger);
    }

    /// <summary>The schema of the database, with its version and migrations.</summary>
    public PostgreSqlSchema Schema { get; }

    /// <summary>Always <c>postgresql</c>, even for another engine with PostgreSQL's protocol.</summary>
    public override string DatabaseSystemName => "postgresql";

    /// <summary>Whether the storage receives changes by other nodes at present.</summary>
    public InvalidationState State => _listener.State;

    /// <summary>Reports changes of clients and deployments and deletions of sessions by any program on this database.</summary>
    /// <remarks>
    /// The call returns without waiting. The first subscription opens the listening connection in the background. It is opened again
    /// whenever it breaks. Each time the listener reports that everything may have changed. Expiries are not reported.
    /// </remarks>
    /// <inheritdoc/>
    public IDisposable Subscribe(IInvalidationListener listener) => _listener.Subscribe(listener);

    /// <summary>Checks or migrates the schema as <see cref="LtiStorageOptions.SchemaOnStart"/> says, for programs without a host.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that ends when the storage is ready.</returns>
    /// <exception cref="LtiSchemaException">
    /// The library can't work with the schema or can't migrate it. The message says why and what to do.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        IStorageSchema schema = this;
        return Options.SchemaOnStart switch
        {
            SchemaOnStart.Check => schema.CheckAsync(cancellationToken),
            SchemaOnStart.Migrate => schema.MigrateAsync(cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    /// <summary>Opens a connection with the pool, settings and choice of host of the storage's own calls.</summary>
    /// <remarks>Use it for other work, such as an operator's query. Leave no setting, temporary table or lock in its session.</remarks>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>The open connection, outside any ambient transaction. Disposing it returns it to the pool.</returns>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    public async ValueTask<NpgsqlConnection> OpenConnectionAsync(CancellationToken cancellationToken = default)
        => await _pool.OpenAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Cleans up as <see cref="ILtiStorage.CleanupAsync"/> does and reports the counts after each batch.</summary>
    /// <param name="progress">
    /// Receives the counts so far, with <see cref="CleanupResult.Completed"/> false. It is called while no connection is held.
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
        => _runner.RunAsync(_backlog.Age, default, cancellationToken);

    /// <summary>Ends all calls and closes the storage's own connections.</summary>
    /// <remarks>
    /// <para>The caller's data source stays open. It is safe to call again.</para>
    /// <para>
    /// A call that was not sent ends with <see cref="ObjectDisposedException"/>. A write that was sent is cancelled and ends with <see
    /// cref="LtiStorageUnavailableException"/> and an unknown outcome.
    /// </para>
    /// </remarks>
    /// <returns>A task that ends when idle connections are closed.</returns>
    public override async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _pool.DisposeAsync().ConfigureAwait(false);
        _holdTimer.Dispose();
        _metrics.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    Task<SchemaStatus> IStorageSchema.GetStatusAsync(CancellationToken cancellationToken) => Schema.GetStatusAsync(cancellationToken);

    async Task IStorageSchema.CheckAsync(CancellationToken cancellationToken)
    {
        await Schema.CheckAsync(cancellationToken).ConfigureAwait(false);
        await _sessionSettings.WarnAsync(cancellationToken).ConfigureAwait(false);
    }

    async Task<IReadOnlyList<int>> IStorageSchema.MigrateAsync(CancellationToken cancellationToken)
    {
        var applied = await Schema.MigrateAsync(cancellationToken).ConfigureAwait(false);
        await _sessionSettings.WarnAsync(cancellationToken).ConfigureAwait(false);
        return applied;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredToolKey>> ListToolKeysAsync(CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<IReadOnlyList<StoredToolKey>>(cancellationToken)
            : _runner.RunAsync(_toolKeys.List, default, cancellationToken);

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
            : _runner.RunAsync(_toolKeys.AddNext, (key, after, announceFor, rotateEvery), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ImportToolKeyAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken = default)
    {
        RequireStorableToolKey(key);
        RequireToolKeyPeriod(announceFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : ImportAsync(key, announceFor, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RevokeToolKeyAsync(string keyId, CancellationToken cancellationToken = default)
    {
        RequireToolKeyId(keyId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _runner.RunAsync(_toolKeys.Revoke, keyId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<int> DeleteRetiredToolKeysAsync(TimeSpan retireFor, CancellationToken cancellationToken = default)
    {
        RequireToolKeyPeriod(retireFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<int>(cancellationToken)
            : _runner.RunAsync(_toolKeys.DeleteRetired, retireFor, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenLease(request, leaseId, leeway, leaseFor);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<AccessTokenLookup>(cancellationToken)
            : LeaseAsync(new(request, leaseId, leeway, leaseFor), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StoreAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
    {
        RequireStorableAccessToken(request, leaseId, token);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _runner.RunAsync(_accessTokens.Store, (request, leaseId, token), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenId(request, leaseId);
        RequireAccessTokenPeriod(retryAfter);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _runner.RunAsync(_accessTokens.Release, (request, leaseId, retryAfter), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> InvalidateAccessTokenAsync(
        AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
    {
        RequireAccessTokenId(request, tokenId);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _runner.RunAsync(_accessTokens.Invalidate, (request, tokenId), cancellationToken);
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
            : _runner.RunAsync(_accessTokens.Clear, client, cancellationToken);

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
            : _runner.RunAsync(
                _keySets.Lease,
                new KeySetLease(id, jwksUrl, leaseId, leaseFor, knownSetId, needsAnother ? knownSetId : null),
                cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> StorePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
    {
        var id = RequireStorablePlatformKeySet(jwksUrl, leaseId, keySet);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _runner.RunAsync(_keySets.Store, (id, leaseId, keySet), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReleasePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
    {
        var id = RequirePlatformKeySetRelease(jwksUrl, leaseId, retryAfter);
        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled<bool>(cancellationToken)
            : _runner.RunAsync(_keySets.Release, (id, leaseId, retryAfter), cancellationToken);
    }

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiClient> ListClientsCoreAsync(ClientKey? after, CancellationToken cancellationToken)
        => _clients.ListAsync(after, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => _clients.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<ClientWithDeployments?> FindClientWithDeploymentsCoreAsync(
        ClientKey id, CancellationToken cancellationToken)
        => _clientsWithDeployments.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<IReadOnlyList<LtiClient>> FindClientsCoreAsync(
        string issuer, string? deploymentId, CancellationToken cancellationToken)
        => deploymentId is null
            ? _calls.FindClients.RunAsync(issuer, cancellationToken)
            : _calls.FindDeployedClients.RunAsync((issuer, deploymentId), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient?> FindClientCoreAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => _calls.FindClient.RunAsync((issuer, clientId), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> AddClientCoreAsync(NewClient client, CancellationToken cancellationToken)
        => _clients.AddAsync(client, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiClient> UpdateClientCoreAsync(ClientKey id, ClientUpdate update, CancellationToken cancellationToken)
        => _clients.UpdateAsync(id, update, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteClientCoreAsync(ClientKey id, CancellationToken cancellationToken)
        => _clientsWithDeployments.DeleteAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<LtiDeployment> ListDeploymentsCoreAsync(
        ClientKey clientKey, DeploymentKey? after, DeploymentStatus? status, CancellationToken cancellationToken)
        => _deployments.ListAsync(clientKey, after, status, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => _deployments.FindAsync(clientKey, id, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment?> FindDeploymentByPlatformIdCoreAsync(
        ClientKey clientKey, string deploymentId, CancellationToken cancellationToken)
        => _deployments.FindAsync(clientKey, deploymentId, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> AddDeploymentCoreAsync(
        ClientKey clientKey, NewDeployment deployment, CancellationToken cancellationToken)
        => _deployments.AddAsync(clientKey, deployment, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> EnsureDeploymentCoreAsync(
        ClientKey clientKey, string deploymentId, DeploymentStatus status, CancellationToken cancellationToken)
        => _deployments.EnsureAsync(clientKey, deploymentId, status, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiDeployment> UpdateDeploymentCoreAsync(
        ClientKey clientKey, DeploymentKey id, DeploymentUpdate update, CancellationToken cancellationToken)
        => _deployments.UpdateAsync(clientKey, id, update, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteDeploymentCoreAsync(ClientKey clientKey, DeploymentKey id, CancellationToken cancellationToken)
        => _deployments.DeleteAsync(clientKey, id, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask BeginLoginCoreAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        (LtiLogin, ReadOnlyMemory<byte>, TimeSpan) begun = (login, login.ToUtf8Document(), lifetime);
        if (await _calls.BeginLogin.RunAsync(begun, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var outcome = await _runner.RunAsync(_logins.BeginAgain, begun, cancellationToken).ConfigureAwait(false);
        if (outcome != BeginOutcome.Begun)
        {
            throw outcome == BeginOutcome.NonceTaken ? LtiConflictException.ForNonce() : LtiConflictException.ForLogin();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<LtiLogin?> FindLoginCoreAsync(string state, CancellationToken cancellationToken)
        => _calls.FindLogin.RunAsync((state, TimeProvider.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<LtiLaunch> FindLaunchCoreAsync(LaunchKey key, CancellationToken cancellationToken)
        => _calls.FindLaunch.RunAsync(key, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<SavedLaunchConfig> SaveLaunchConfigCoreAsync(
        LaunchKey key, LtiEndpoints endpoints, ExistingEndpoints existing, CancellationToken cancellationToken)
        => _configs.SaveAsync(key, endpoints, existing, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask StoreNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (!await _calls.StoreNonce.RunAsync((nonce, lifetime), cancellationToken).ConfigureAwait(false))
        {
            throw LtiConflictException.ForNonce();
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> ConsumeNonceCoreAsync(string nonce, CancellationToken cancellationToken)
        => _calls.ConsumeNonce.RunAsync(nonce, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<bool> ClaimNonceCoreAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => _calls.ClaimNonce.RunAsync((nonce, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask AddSessionCoreAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        if (!await _calls.AddSession.RunAsync((session, lifetime), cancellationToken).ConfigureAwait(false))
        {
            throw LtiConflictException.ForSession(session.Id);
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<LtiSession?> FindSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => _calls.FindSession.RunAsync((id, TimeProvider.GetUtcNow()), cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<bool> RenewSessionCoreAsync(Guid id, TimeSpan lifetime, CancellationToken cancellationToken)
        => await _runner.RunAsync(_sessions.Renew, (id, lifetime), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override ValueTask<bool> DeleteSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => _calls.DeleteSession.RunAsync(id, cancellationToken);

    /// <inheritdoc/>
    protected override IAsyncEnumerable<SessionSummary> ListSessionsCoreAsync(
        SessionFilter filter, Guid? after, CancellationToken cancellationToken)
        => _sessionQueries.ListAsync(filter, after, cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<long> DeleteSessionsCoreAsync(SessionFilter filter, CancellationToken cancellationToken)
        => _sessionQueries.DeleteAsync(filter, cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask SaveRegistrationSessionCoreAsync(
        LtiRegistrationSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => await _runner.RunAsync(_registrations.Save, (session, lifetime), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override async ValueTask<LtiRegistrationSession?> FindRegistrationSessionCoreAsync(
        Guid id, CancellationToken cancellationToken)
        => await _runner.RunAsync(_registrations.Find, (id, TimeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override async ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionCoreAsync(
        Guid id, CancellationToken cancellationToken)
        => await _runner.RunAsync(_registrations.Consume, (id, TimeProvider.GetUtcNow()), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override async ValueTask<bool> DeleteRegistrationSessionCoreAsync(Guid id, CancellationToken cancellationToken)
        => await _runner.RunAsync(_registrations.Delete, id, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => _calls.CompleteLaunch.RunAsync((nonce, State: null, session, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<NonceOutcome> CompleteLaunchCoreAsync(
        LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => _calls.CompleteLaunch.RunAsync((login.Nonce, login.State, session, lifetime), cancellationToken);

    /// <inheritdoc/>
    protected override ValueTask<CleanupResult> CleanupCoreAsync(CancellationToken cancellationToken)
        => _cleanup.RunAsync(progress: null, cancellationToken);

    private async ValueTask ImportAsync(NewToolKey key, TimeSpan announceFor, CancellationToken cancellationToken)
    {
        // A key that is added concurrently takes the number of this one, not its id.
        ToolKeyImport outcome;
        do
        {
            outcome = await _runner.RunAsync(_toolKeys.Import, (key, announceFor), cancellationToken).ConfigureAwait(false);
        }
        while (outcome == ToolKeyImport.Overtaken);

        if (outcome == ToolKeyImport.IdTaken)
        {
            throw LtiConflictException.ForToolKey(key.KeyId);
        }
    }

    private async ValueTask<AccessTokenLookup> LeaseAsync(AccessTokenLease lease, CancellationToken cancellationToken)
        => await _runner.RunAsync(_accessTokens.Lease, lease, cancellationToken).ConfigureAwait(false)
            ?? throw LtiNotFoundException.ForClient(lease.Request.Issuer, lease.Request.ClientId);

    private async IAsyncEnumerable<AccessTokenSummary> ListAsync(
        ClientKey? client, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<AccessTokenSummary> page;
        AccessTokenSummary? last = null;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            page = await _runner.RunAsync(_accessTokens.List, new(client, last), cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return last = row;
            }
        }
        while (page.Count == AccessTokenStatements.PageSize);
    }

    private static int CommandTimeoutSeconds(PostgreSqlStorageOptions options, NpgsqlDataSource dataSource)
        => options.CommandTimeout is { } given
            ? (int)Math.Ceiling(given.TotalSeconds)
            : new NpgsqlConnectionStringBuilder(dataSource.ConnectionString).CommandTimeout;
}
