namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Says how the proxy treats new connections.</summary>
internal enum ProxyMode
{
    Forward,
    Swallow,
    Refuse,
}
