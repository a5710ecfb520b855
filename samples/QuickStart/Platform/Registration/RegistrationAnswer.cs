namespace QuickStart.Platform.Registration;

/// <summary>A platform's answer to a registration: an HTTP status and a JSON body.</summary>
internal sealed record RegistrationAnswer(int Status, object Body)
{
    public static RegistrationAnswer Refuse(int status, string error, string description)
        => new(status, new Dictionary<string, string>(StringComparer.Ordinal) { ["error"] = error, ["error_description"] = description });
}
