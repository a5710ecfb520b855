namespace Lti.Storage.Caching.Internal.Sessions;

/// <summary>Estimates the memory of a cached session.</summary>
internal static class SessionWeight
{
    /// <summary>The entry, the session object and its typed view.</summary>
    public const int Overhead = 1024;

    // The text, the copy that the parsed document holds, and the parser's table of its values.
    private const int Copies = 3;

    /// <summary>The estimate in bytes. It counts the parsed form too, which a session makes when it is first read.</summary>
    public static long Of(LtiSession session) => ((long)Copies * session.Utf8Document.Length) + Overhead;
}
