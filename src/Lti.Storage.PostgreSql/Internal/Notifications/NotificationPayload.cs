using System.Security.Cryptography;
using System.Text;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>The channel and the payloads of the schema's triggers.</summary>
internal static class NotificationPayload
{
    private const string Proof = "p:";
    private const string ClientChanged = "c:";
    private const string SessionDeleted = "s:";
    private const string ToolKeysChanged = "k";
    private const string EverythingChanged = "*";

    /// <summary>Names the channel of a schema.</summary>
    /// <remarks>A channel belongs to the whole database and its name is short. So the name has a hash of the schema.</remarks>
    public static string Channel(string schema)
        => $"lti_storage_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..32]}";

    /// <summary>Creates the payload of a proof of delivery.</summary>
    public static string NewProof() => $"{Proof}{Guid.NewGuid():D}";

    /// <summary>Whether a payload is a proof of this node or another.</summary>
    public static bool IsProof(string payload) => IsOf(Proof, payload, out _);

    /// <summary>Reports the change that a payload names. False for an unknown payload.</summary>
    /// <remarks>Every user of the database may send any payload.</remarks>
    public static bool TryReport(string payload, IInvalidationListener listener)
    {
        if (payload == EverythingChanged)
        {
            listener.EverythingChanged();
            return true;
        }

        if (payload == ToolKeysChanged)
        {
            listener.ToolKeysChanged();
            return true;
        }

        if (IsOf(ClientChanged, payload, out var client))
        {
            listener.ClientChanged(new ClientKey(client));
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
