namespace Lti.Storage.Conformance.Model;

/// <summary>Holds the answer of an operation: a value or an error of the contract.</summary>
internal sealed record Answer<T>(T? Value, LtiStorageException? Error)
{
    public bool Succeeded => Error is null;

    public bool Is(T? value) => Succeeded && EqualityComparer<T>.Default.Equals(Value, value);

    public bool IsConflict(LtiEntity entity) => Error is LtiConflictException conflict && conflict.Entity == entity;

    public bool IsNotFound(LtiEntity entity) => Error is LtiNotFoundException missing && missing.Entity == entity;

    public Observation JudgedBy(Judge judge) => new(Error?.GetType().Name ?? $"{Value}", judge);
}
