namespace Lti.Storage;

/// <summary>What a cleanup removed (contract rule K1).</summary>
public sealed record CleanupResult
{
    /// <summary>How many expired nonces were removed.</summary>
    public required long Nonces { get; init; }

    /// <summary>How many expired sessions were removed.</summary>
    public required long Sessions { get; init; }

    /// <summary>How many expired registration sessions were removed.</summary>
    public required long RegistrationSessions { get; init; }

    /// <summary>False if the run was cancelled after its first batch (rule K3); what the counts say was removed all the same.</summary>
    public required bool Completed { get; init; }
}
