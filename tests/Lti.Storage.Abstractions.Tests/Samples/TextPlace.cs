using System.Reflection;

namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Describes a parameter or property through which an operation takes text. Found by reflection.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Index">The position of the parameter.</param>
/// <param name="Properties">The properties from the parameter to the text. Empty if the parameter is the text.</param>
internal sealed record TextPlace(MethodInfo Operation, int Index, params IReadOnlyList<PropertyInfo> Properties)
{
    private static readonly NullabilityInfoContext _nullability = new();

    public static IReadOnlyList<TextPlace> All { get; } =
    [
        .. from operation in Operations.All
           from parameter in operation.GetParameters()
           from place in Find(operation, parameter.Position, parameter.ParameterType)
           select place,
    ];

    /// <summary>The name of the text in an error.</summary>
    public string Parameter => string.Join('.', Properties.Select(property => property.Name).Prepend(Operation.GetParameters()[Index].Name));

    public bool IsEndpoint => Parameter.EndsWith("Url", StringComparison.Ordinal);

    /// <summary>The greatest length or null if there is none.</summary>
    public int? Limit => Name switch
    {
        "UserId" or "ContextId" => null,
        "Description" => 4096,
        "TokenAudience" or "TargetLinkUri" => 2048,
        _ => IsEndpoint ? 2048 : 255,
    };

    public bool TakesNull { get; } = Takes(Operation, Index, Properties);

    public bool TakesEmpty
        => Name is "UserId" or "ContextId" or "Description" or "TargetLinkUri" or "StorageTarget"
            || (Name == "Name" && Operation.Name.Contains("Deployment", StringComparison.Ordinal))
            || (IsResolved && TakesNull)
            || (Name == "DeploymentId" && Operation.Name == nameof(ILoginStore.BeginLoginAsync));

    /// <summary>True if the text reaches the provider through a find instead of a call of the same name.</summary>
    public bool IsResolved => Operation.Name == nameof(ILoginStore.ResolveLoginAsync);

    private string Name => Properties.Count == 0 ? Operation.GetParameters()[Index].Name! : Properties[^1].Name;

    /// <summary>Returns arguments that are valid except for this text.</summary>
    public object?[] With(string? text)
    {
        var arguments = Operation.Arguments();
        if (Properties.Count == 0)
        {
            arguments[Index] = text;
            return arguments;
        }

        var holder = arguments[Index];
        foreach (var property in Properties.Take(Properties.Count - 1))
        {
            holder = property.GetValue(holder);
        }

        object? value = Properties[^1].PropertyType == typeof(OptionalText) ? (object)OptionalText.FromString(text) : text;
        Properties[^1].SetValue(holder, value);
        return arguments;
    }

    public override string ToString() => $"{Operation.Label()} {Parameter}";

    private static IEnumerable<TextPlace> Find(MethodInfo operation, int index, Type type, params IReadOnlyList<PropertyInfo> path)
    {
        if (type == typeof(string) || type == typeof(OptionalText))
        {
            return [new TextPlace(operation, index, path)];
        }

        var isInput = type.Assembly == typeof(ILtiStorage).Assembly && type != typeof(LtiSession) && type != typeof(LtiRegistrationSession);
        return isInput
            ? type.GetProperties()
                .Where(property => property.CanWrite && IsRead(operation, property))
                .SelectMany(property => Find(operation, index, property.PropertyType, [.. path, property]))
            : [];
    }

    /// <summary>Tells whether an operation reads a property. Completing a launch reads only the keys of a login.</summary>
    private static bool IsRead(MethodInfo operation, PropertyInfo property)
        => operation.Name != nameof(ILtiStorage.CompleteLaunchAsync)
            || property.DeclaringType != typeof(LtiLogin)
            || property.Name is nameof(LtiLogin.State) or nameof(LtiLogin.Nonce);

    private static bool Takes(MethodInfo operation, int index, IReadOnlyList<PropertyInfo> properties)
    {
        var state = properties.Count == 0
            ? _nullability.Create(operation.GetParameters()[index]).WriteState
            : _nullability.Create(properties[^1]).WriteState;
        return state == NullabilityState.Nullable || (properties.Count > 0 && properties[^1].PropertyType == typeof(OptionalText));
    }
}
