namespace Lti.Storage;

/// <summary>Reports that this library can't work with the schema of a database.</summary>
/// <remarks>
/// <para>It is thrown at start-up before anything else is done. The message says what to do.</para>
/// <para>Migrations are missing, or a newer library has changed the schema.</para>
/// <para>Or rights are missing, another program owns the tables, or the server is too old.</para>
/// </remarks>
/// <param name="message">What is wrong and what to do about it.</param>
/// <param name="innerException">The database's own error or null.</param>
public sealed class LtiSchemaException(string message, Exception? innerException = null) : LtiStorageException(message, innerException);
