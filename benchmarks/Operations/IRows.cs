namespace Lti.Storage.Benchmarks;

/// <summary>Stores the rows that the calls read, without the contender.</summary>
internal interface IRows
{
    /// <summary>The ids of the sessions that exist from the start.</summary>
    IReadOnlyList<Guid> Sessions { get; }

    Task AddNoncesAsync(IReadOnlyList<string> nonces, CancellationToken cancellationToken);

    Task AddLoginsAsync(IReadOnlyList<LtiLogin> logins, CancellationToken cancellationToken);

    /// <summary>Adds sessions built from 4 KB of claims.</summary>
    Task AddSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <summary>Adds the registration session of <see cref="Payload"/> under each id.</summary>
    Task AddRegistrationSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}
