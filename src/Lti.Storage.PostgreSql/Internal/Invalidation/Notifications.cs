using System.Security.Cryptography;
using System.Text;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>What the triggers of the schema say, and on which channel.</summary>
internal static class Notifications
{
    /// <summary>What a listener sends to itself to see whether it hears anything; followed by a value of its own.</summary>
    public const string Proof = "p:";

    private const string ClientChanged = "c:";
    private const string SessionDeleted = "s:";
    private const string EverythingChanged = "*";

    /// <summary>The channel of a schema: channels belong to the whole database, and their names are short.</summary>
    public static string Channel(string schema) => $"lti_storage_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..32]}";

    /// <summary>Reports what a payload says; false for one that says nothing known. Anybody on the database may send anything.</summary>
    public static bool TryReport(string payload, IInvalidationListener listener)
    {
        if (payload == EverythingChanged)
        {
            listener.EverythingChanged();
            return true;
        }

        if (payload.StartsWith(ClientChanged, StringComparison.Ordinal) && Guid.TryParseExact(payload.AsSpan(ClientChanged.Length), "D", out var client))
        {
            listener.ClientChanged(client);
            return true;
        }

        if (payload.StartsWith(SessionDeleted, StringComparison.Ordinal) && Guid.TryParseExact(payload.AsSpan(SessionDeleted.Length), "D", out var session))
        {
            listener.SessionDeleted(session);
            return true;
        }

        // Of another listener on the same channel.
        return payload.StartsWith(Proof, StringComparison.Ordinal) && Guid.TryParseExact(payload.AsSpan(Proof.Length), "D", out _);
    }
}
