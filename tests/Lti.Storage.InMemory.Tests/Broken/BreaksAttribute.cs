namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Names the rule of the contract that a storage breaks.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BreaksAttribute(string rule) : Attribute
{
    public string Rule { get; } = rule;

    /// <summary>The class of the suite that must find the fault, or null for any class with a test of the rule.</summary>
    public Type? By { get; init; }

    /// <summary>True if the generated sequences alone must find the fault.</summary>
    public bool FoundByModel { get; init; }

    /// <summary>True if the concurrent histories alone must find the fault.</summary>
    public bool FoundByHistories { get; init; }
}
