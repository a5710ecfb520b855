using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>The suite is inherited whole for each way to connect; what the suite itself checks is only that each class is inherited somewhere.</summary>
public sealed class VariantTests
{
    private static readonly Type[] _types = typeof(VariantTests).Assembly.GetTypes();

    public static TheoryData<Type> Fixtures => [.. _types.Where(type => type == typeof(PostgreSqlFixture) || type.IsSubclassOf(typeof(PostgreSqlFixture)))];

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
