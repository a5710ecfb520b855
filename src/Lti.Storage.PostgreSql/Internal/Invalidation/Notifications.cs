using System.Security.Cryptography;
using System.Text;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>What the triggers of the schema say, and on which channel.</summary>
internal static class Notifications
{
    private const string Proof = "p:";
    private const string ClientChanged = "c:";
    private const string SessionDeleted = "s:";
    private const string EverythingChanged = "*";

    /// <summary>The channel of a schema: channels belong to the whole database, and their names are short.</summary>
    public static string Channel(string schema) => $"lti_storage_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..32]}";

    /// <summary>What a listener sends to itself to see whether it hears anything.</summary>
    public static string NewProof() => $"{Proof}{Guid.NewGuid():D}";

    /// <summary>Whether a payload is a listener's own, of this node or another.</summary>
    public static bool IsProof(string payload) => IsOf(Proof, payload, out _);

    /// <summary>Reports what a payload says; false for one that says nothing known. Anybody on the database may send anything.</summary>
    public static bool TryReport(string payload, IInvalidationListener listener)
    {
        if (payload == EverythingChanged)
        {
            listener.EverythingChanged();
            return true;
        }

        if (IsOf(ClientChanged, payload, out var client))
        {
            listener.ClientChanged(client);
            return true;
        }

        if (IsOf(SessionDeleted, payload, out var session))
        {
            listener.SessionDeleted(session);
            return true;
        }

        return false;
    }

    private static bool IsOf(string prefix, string payload, out Guid id)
    {
        id = Guid.Empty;
        return payload.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(payload.AsSpan(prefix.Length), "D", out id);
    }
}
