namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Describes a message of PostgreSQL's protocol.</summary>
/// <param name="IsSent">Whether the node sent it, not the server.</param>
/// <param name="Type">Its type, such as <c>B</c> for bind. U+0000 for a connection's first message, which has no type.</param>
internal readonly record struct WireMessage(bool IsSent, char Type)
{
    public override string ToString() => $"{(IsSent ? "to" : "from")} server: {Type}";
}
