using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>
/// Checks that each way to connect runs the whole suite. The suite itself only checks that each class is used somewhere.
/// </summary>
public sealed class VariantTests
{
    private static readonly Type[] _types = typeof(VariantTests).Assembly.GetTypes();

    /// <summary>Gets all fixtures except the one of newer servers, which runs only a few classes.</summary>
    public static TheoryData<Type> Fixtures => [.. _types.Where(
        type => type == typeof(PostgreSqlFixture) || (type.IsSubclassOf(typeof(PostgreSqlFixture)) && type != typeof(NewerServerFixture)))];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Every_class_of_the_suite_runs_with_each_fixture(Type fixture)
    {
        var suites = typeof(ConformanceTest).Assembly.GetTypes().Where(type => type.IsAbstract && type.IsSubclassOf(typeof(ConformanceTest)));
        var inherited = _types.Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(ConformanceTest)))
            .Where(type => type.GetConstructors().Single().GetParameters().Single().ParameterType == fixture)
            .Select(type => type.BaseType!);

        Assert.Equivalent(suites.Select(type => type.Name), inherited.Select(type => type.Name), strict: true);
    }
}
