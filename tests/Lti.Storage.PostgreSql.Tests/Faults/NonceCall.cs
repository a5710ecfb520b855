namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What a caller does with a nonce.</summary>
internal enum NonceCall
{
    Store,
    Consume,
    Claim,
}
