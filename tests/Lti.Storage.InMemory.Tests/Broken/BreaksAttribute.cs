namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Names the rule of the contract that a storage breaks.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BreaksAttribute(string rule) : Attribute
{
    public string Rule { get; } = rule;

    /// <summary>Whether generated sequences alone have to find it.</summary>
    public bool FoundByModel { get; init; }

    /// <summary>Whether concurrent histories alone have to find it.</summary>
    public bool FoundByHistories { get; init; }
}
