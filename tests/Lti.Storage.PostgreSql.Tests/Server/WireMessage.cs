namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>A message of PostgreSQL's protocol.</summary>
/// <param name="IsSent">Whether a node sent it, rather than the server.</param>
/// <param name="Type">Its type, such as <c>B</c> for bind; U+0000 for the first of a connection, which has none.</param>
internal readonly record struct WireMessage(bool IsSent, char Type)
{
    public override string ToString() => $"{(IsSent ? "to" : "from")} server: {Type}";
}
