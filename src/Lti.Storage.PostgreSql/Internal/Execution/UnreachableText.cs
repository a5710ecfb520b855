using System.Net.Sockets;
using System.Security.Authentication;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Says why no connection was made and what to do.</summary>
/// <remarks>The texts name hosts and ports and never a user or a password.</remarks>
internal static class UnreachableText
{
    public static string OfTimeout(Exception e, string address)
        => IsExhaustion(e)
            ? $"No connection to PostgreSQL at {address} became free in time: all connections of the pool are in use. Allow more with "
                + "the option MaxPoolSize "
                + "(Maximum Pool Size in the connection string), or find what holds them."
            : $"No connection to PostgreSQL at {address} could be had in time. Check the server and the network, or raise Timeout in the "
                + "connection string "
                + "(connect_timeout in a URI).";

    public static string Of(Exception e, string address)
        => (e as SocketException ?? e.InnerException as SocketException)?.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                => $"The host of PostgreSQL is not known: {address}. Check the host name in the connection string.",
            SocketError.ConnectionRefused
                => $"PostgreSQL refused the connection: nothing listens at {address}. Start the server, or correct host and port in the "
                    + "connection string.",
            _ when RefusesTls(e) => $"The server at {address} does not offer TLS, which the connection string asks for. Turn ssl on at the "
                + "server. Only where the "
                + "network is trusted, lower SSL Mode (sslmode in a URI).",
            _ when (e as AuthenticationException ?? e.InnerException as AuthenticationException) is not null
                => $"The TLS connection to PostgreSQL at {address} was refused. Check the server's certificate, and SSL Mode and Root "
                    + "Certificate in the "
                    + "connection string (sslmode and sslrootcert in a URI).",
            _ => $"PostgreSQL at {address} can't be reached. Check the server, the network and the connection string.",
        };

    // Npgsql has no types or codes for these two. A test on a server checks the words.
    private static bool RefusesTls(Exception e) => e.Message.StartsWith("SSL connection requested", StringComparison.Ordinal);

    private static bool IsExhaustion(Exception e) => e.Message.Contains("pool has been exhausted", StringComparison.Ordinal);
}
