namespace Lti.Storage.TestRuns;

/// <summary>Marks slow tests that run only under <c>CI=true</c> or <c>LTI_TESTS=all</c>.</summary>
/// <remarks>
/// Any other run reports the tests of one name as one skipped test. A class is marked by itself or by the class that contains it.
/// </remarks>
/// <param name="name">The name of the tests, such as "AOT publish tests".</param>
[AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class FullRunAttribute(string name) : Attribute
{
    /// <summary>Gets the name of the tests.</summary>
    public string Name { get; } = name;

    /// <summary>Gets the number of a theory's rows that every run includes, spread over all rows.</summary>
    /// <remarks>0 leaves the tests out as a whole. The other rows are left out without a skipped test.</remarks>
    public int Rows { get; init; }
}
