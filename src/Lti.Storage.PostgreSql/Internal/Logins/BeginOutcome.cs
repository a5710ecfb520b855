namespace Lti.Storage.PostgreSql.Internal.Logins;

/// <summary>Tells how a statement began a login. The values are the numbers that it answers.</summary>
internal enum BeginOutcome
{
    /// <summary>The login and its nonce are stored.</summary>
    Begun,

    /// <summary>An unexpired nonce has the value.</summary>
    NonceTaken,

    /// <summary>An unexpired login has the state.</summary>
    StateTaken,
}
