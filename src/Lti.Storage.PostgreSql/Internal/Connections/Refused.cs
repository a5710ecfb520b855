namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Creates the error for an invalid connection text (rules E2 and E8).</summary>
/// <remarks>
/// A message has only words of this library, keywords of closed lists and positions. It never quotes the text because a name or a host
/// in it may be half of a wrongly split password. For the same reason there is no inner exception.
/// </remarks>
internal static class Refused
{
    public static ArgumentException Text(string message, string argument = "connectionString") => new(message, argument);

    public static ArgumentException Parameter(string name, string message) => Text($"The URI's parameter {name} {message}");
}
