using System.Reflection;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Provider;

/// <summary>Tests every enumeration that an operation takes, as a parameter or as a property of one.</summary>
[Trait("Rule", "E2")]
public sealed class EnumInputTests
{
    /// <summary>The operation, the position of the parameter and the property. The property is empty for the parameter itself.</summary>
    public static TheoryData<string, int, string> Places { get; } =
    [
        .. from operation in Operations.All
           from parameter in operation.GetParameters()
           from property in Properties(parameter.ParameterType)
           select (operation.Label(), parameter.Position, property),
    ];

    [Fact]
    public void Every_enumeration_input_of_the_contract_is_tested() => Assert.Equal(6, Places.Count);

    [Theory]
    [MemberData(nameof(Places))]
    public void Value_that_is_not_defined_is_rejected_before_the_provider_is_called(string name, int position, string property)
    {
        var operation = Operations.Find(name);
        var parameter = operation.GetParameters()[position];
        foreach (var value in new[] { -1, 99 })
        {
            var provider = new RecordingProvider();
            var arguments = operation.Arguments();
            Set(arguments, position, property, parameter.ParameterType, value);

            var error = Assert.Throws<ArgumentOutOfRangeException>(() => operation.Call(provider, arguments));

            Assert.Equal(property.Length == 0 ? parameter.Name : $"{parameter.Name}.{property}", error.ParamName);
            Assert.Empty(provider.Calls);
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Every_defined_value_is_passed_on(string name, int position, string property)
    {
        var operation = Operations.Find(name);
        var type = operation.GetParameters()[position].ParameterType;
        foreach (var value in Enum.GetValuesAsUnderlyingType(EnumOf(TypeOf(type, property))!).Cast<int>())
        {
            var provider = new RecordingProvider();
            var arguments = operation.Arguments();
            Set(arguments, position, property, type, value);

            operation.Call(provider, arguments);

            Assert.Equal(arguments[position], Assert.Single(provider.Calls).Arguments[position]);
        }
    }

    private static IEnumerable<string> Properties(Type type)
        => EnumOf(type) is not null ? [""]
            : type.Assembly == typeof(ILtiStorage).Assembly ? type.GetProperties().Where(IsEnumInput).Select(property => property.Name)
            : [];

    private static bool IsEnumInput(PropertyInfo property) => property.CanWrite && EnumOf(property.PropertyType) is not null;

    private static Type TypeOf(Type type, string property) => property.Length == 0 ? type : type.GetProperty(property)!.PropertyType;

    private static Type? EnumOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } found ? found : null;

    private static void Set(object?[] arguments, int position, string property, Type type, int value)
    {
        var given = Enum.ToObject(EnumOf(TypeOf(type, property))!, value);
        if (property.Length == 0)
        {
            arguments[position] = given;
        }
        else
        {
            type.GetProperty(property)!.SetValue(arguments[position], given);
        }
    }
}
