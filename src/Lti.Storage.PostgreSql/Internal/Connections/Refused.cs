namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>
/// The one way that bad connection text is reported (rules E2, E8). A message is made of this library's own words, of keywords from closed lists and
/// of positions, never of the text: what stands where a name or a host should be may be half of a password that was split in the wrong place. There is
/// no inner exception for the same reason.
/// </summary>
internal static class Refused
{
    public static ArgumentException Text(string message, string argument = "connectionString") => new(message, argument);

    public static ArgumentException Parameter(string name, string message) => Text($"The URI's parameter {name} {message}");
}
