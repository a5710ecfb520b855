namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>An instrument that was read from the page or measured.</summary>
internal sealed record PageInstrument(string Meter, string Name, string Kind, string Unit, IReadOnlyList<string> Tags)
{
    public override string ToString() => $"{Meter}: {Name}, {Kind}, {Unit}, [{string.Join(' ', Tags)}]";
}
