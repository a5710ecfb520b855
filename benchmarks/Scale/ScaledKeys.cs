using System.Globalization;
using System.Text;

namespace Lti.Storage.Benchmarks;

/// <summary>Creates the keys of the rows in <see cref="IScaledRows"/>.</summary>
internal static class ScaledKeys
{
    public const int ClientsAnIssuer = 10;
    public const int SessionsAUser = 10;
    public const int SessionsADeployment = 100;
    public const string LargeClientId = "client-large";

    public static LaunchKey LargeClient { get; } = new(Payload.Issuer, LargeClientId, LtiDeployment.DefaultDeploymentId);

    /// <summary>Gets the key of a client. Clients are counted from 1.</summary>
    public static LaunchKey Client(int number) => new(Issuer(number), string.Create(CultureInfo.InvariantCulture, $"client-{number}"), LtiDeployment.DefaultDeploymentId);

    public static string Issuer(int number) => string.Create(CultureInfo.InvariantCulture, $"https://lms-{number / ClientsAnIssuer}.example.edu");

    public static string Deployment(int number) => string.Create(CultureInfo.InvariantCulture, $"deployment-{number}");

    public static string User(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{number / SessionsAUser}");

    public static string SessionDeployment(int number) => Deployment(number / SessionsADeployment);

    /// <summary>Gets the issuer of a session. One session in a hundred has another issuer.</summary>
    public static string SessionIssuer(int number) => number % 100 == 0 ? "https://other.example.edu" : Payload.Issuer;

    /// <summary>Creates a session with the fewest claims of a launch.</summary>
    public static LtiSession Session(int number) => LtiSession.FromClaims(
        Encoding.UTF8.GetBytes($$"""
            {
              "iss": "{{SessionIssuer(number)}}", "aud": "{{Payload.ClientId}}", "sub": "{{User(number)}}",
              "https://purl.imsglobal.org/spec/lti/claim/deployment_id": "{{SessionDeployment(number)}}"
            }
            """),
        Payload.ClientId);
}
