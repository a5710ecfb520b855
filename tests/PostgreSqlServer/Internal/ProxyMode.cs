namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>What becomes of new connections.</summary>
internal enum ProxyMode
{
    Forward,
    Swallow,
    Refuse,
}
