namespace Lti.Storage.Benchmarks;

/// <summary>What calls find stored, put there by another way than through the contender.</summary>
internal interface IRows
{
    /// <summary>The sessions that are there from the beginning.</summary>
    IReadOnlyList<Guid> Sessions { get; }

    Task AddNoncesAsync(IReadOnlyList<string> nonces, CancellationToken cancellationToken);

    /// <summary>Sessions of the ids, made of 4 KB of claims.</summary>
    Task AddSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The registration session of <see cref="Payload"/> under each id.</summary>
    Task AddRegistrationSessionsAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);
}
