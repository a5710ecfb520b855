namespace Lti.Storage;

/// <summary>
/// A database's schema is not one that this library can work with: migrations are missing, a newer library has changed it, rights are
/// missing, its tables are something else's, or the server is too old. Thrown at start-up, before anything else is done; the message says what to do.
/// </summary>
/// <param name="message">What is wrong and what to do about it.</param>
/// <param name="innerException">The database's own error, or null.</param>
public sealed class LtiSchemaException(string message, Exception? innerException = null) : LtiStorageException(message, innerException);
