using System.Reflection;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Describes a storage that breaks exactly one rule of the contract.</summary>
internal sealed record BrokenStorage(Type Type, BreaksAttribute Breaks)
{
    public static IReadOnlyList<BrokenStorage> All { get; } =
    [
        .. from type in typeof(BrokenStorage).Assembly.GetTypes()
           let breaks = type.GetCustomAttribute<BreaksAttribute>()
           where breaks is not null
           select new BrokenStorage(type, breaks),
    ];

    public string Name => $"{Breaks.Rule}: {Type.Name}";

    public static BrokenStorage Of(string name) => All.Single(broken => broken.Name == name);

    public InMemoryFixture Fixture() => new() { Around = Around };

    /// <summary>True if the test is an example of the broken rule in the class that must find the fault.</summary>
    public bool IsFoundBy(SuiteTest test)
        => !test.IsGenerated
            && test.Rules.Contains(Breaks.Rule, StringComparer.Ordinal)
            && (Breaks.By is null || test.Class.IsSubclassOf(Breaks.By));

    public override string ToString() => Name;

    private ILtiStorage Around(ILtiStorage storage, TimeProvider clock)
    {
        var constructor = Type.GetConstructors().Single();
        object[] arguments = constructor.GetParameters().Length == 1 ? [storage] : [storage, clock];
        return (ILtiStorage)constructor.Invoke(arguments);
    }
}
