namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Lists the calls of a caller on a nonce.</summary>
internal enum NonceCall
{
    Store,
    Consume,
    Claim,
}
