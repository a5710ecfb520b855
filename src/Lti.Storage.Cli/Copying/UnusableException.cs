using Lti.Storage.Cli.Connecting;

namespace Lti.Storage.Cli.Copying;

/// <summary>The source or the target of a copy can't be used.</summary>
/// <param name="message">Which one and why: one line without secrets.</param>
/// <param name="cause">The cause.</param>
internal sealed class UnusableException(string message, Exception? cause) : Exception(message, cause)
{
    /// <param name="title">The database and the option that names it.</param>
    /// <param name="reason">Why it can't be used.</param>
    /// <param name="cause">The cause, or null.</param>
    public static UnusableException Create(string title, string reason, Exception? cause = null)
        => new(LibraryMessage.Unusable(title, reason), cause);
}
