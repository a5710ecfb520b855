namespace Lti.Storage;

/// <summary>Resolves login requests to clients, and keeps the state of logins on the server.</summary>
/// <remarks>
/// Comparison, input limits, cancellation and outages are as in <see cref="IClientStore"/> (rules E1, E2, E5 and F1). A login and its nonce
/// are one row: logins share one set of nonces with <see cref="INonceStore"/> (rule N5).
/// </remarks>
public interface ILoginStore
{
    /// <summary>Finds the client that a login request is for (rule C7).</summary>
    /// <remarks>
    /// <para>
    /// A login request always has <c>iss</c>. Its <c>client_id</c> and <c>lti_deployment_id</c> are optional (LTI Security Framework 1.0,
    /// section 5.1.1.1). An empty one counts as absent.
    /// </para>
    /// <para>
    /// With a client id only that client counts. Without one the clients that have the deployment count, or all of the issuer if none has
    /// it. The only enabled one of them is found.
    /// </para>
    /// </remarks>
    /// <param name="issuer">The platform's <c>iss</c>.</param>
    /// <param name="clientId">The <c>client_id</c>. Null or empty if the request has none.</param>
    /// <param name="deploymentId">The <c>lti_deployment_id</c>. Null or empty if the request has none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The outcome, and the client where it is known.</returns>
    /// <exception cref="ArgumentException">A string breaks the input limits (rule E2). Answer the request with 400.</exception>
    ValueTask<ResolvedLogin> ResolveLoginAsync(
        string issuer, string? clientId = null, string? deploymentId = null, CancellationToken cancellationToken = default);

    /// <summary>Stores a login and its nonce in one atomic step and one round trip (rule G1).</summary>
    /// <remarks>
    /// An expired login or nonce counts as absent, even before a cleanup. The call may need a second round trip if a value is taken or
    /// expired.
    /// </remarks>
    /// <param name="login">The login. Its <see cref="LtiLogin.ExpiresAt"/> is ignored.</param>
    /// <param name="lifetime">
    /// The time from login to launch: over zero and at most <see cref="LtiLimits.MaxLifetime"/>. Null means
    /// <see cref="LtiStorageOptions.NonceLifetime"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>A task that ends when the login is stored.</returns>
    /// <exception cref="ArgumentException">
    /// A member or the lifetime breaks the input limits (rule E2), or the data are not a JSON object of at most
    /// <see cref="LtiLimits.MaxLoginDataBytes"/> bytes.
    /// </exception>
    /// <exception cref="LtiConflictException">
    /// An unexpired login has the state, or an unexpired nonce the value. Neither is stored.
    /// </exception>
    ValueTask BeginLoginAsync(LtiLogin login, TimeSpan? lifetime = null, CancellationToken cancellationToken = default);

    /// <summary>Finds the login of a state (rule G2).</summary>
    /// <remarks>
    /// It does not use the login up: <see cref="ILtiStorage.CompleteLaunchAsync(LtiLogin, LtiSession, TimeSpan?, CancellationToken)"/>
    /// does.
    /// </remarks>
    /// <param name="state">The <c>state</c> parameter of the launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The login. Null if there is none, or if it has expired or was used.</returns>
    /// <exception cref="ArgumentException">The state breaks the input limits (rule E2). Answer the request with 400.</exception>
    ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken = default);
}
