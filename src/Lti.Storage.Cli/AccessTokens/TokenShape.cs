using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.AccessTokens;

/// <summary>A stored access token without its value.</summary>
/// <param name="Client">The client's internal id.</param>
/// <param name="State"><c>stored</c>, <c>expired</c>, <c>requested</c> or <c>waiting</c>.</param>
/// <param name="TokenUrl">The token endpoint.</param>
/// <param name="Scope">The scopes.</param>
/// <param name="StoredAt">The time when it was stored.</param>
/// <param name="ExpiresAt">The time when it expires.</param>
/// <param name="RetryAt">The time until which the platform asked to wait.</param>
/// <param name="Protected">Whether it is protected.</param>
internal sealed record TokenShape(
    ClientKey Client,
    string State,
    string TokenUrl,
    string Scope,
    string? StoredAt,
    string? ExpiresAt,
    string? RetryAt,
    bool? Protected)
{
    public static TokenShape Of(AccessTokenSummary token)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(
            token.Client,
            token switch
            {
                { RetryIn: not null } => "waiting",
                { LeasedFor: not null } => "requested",
                { ExpiresIn: { } rest } when rest > TimeSpan.Zero => "stored",
                _ => "expired",
            },
            token.TokenUrl,
            token.Scope,
            token.Age is { } age ? Instant.Text(now - age) : null,
            token.ExpiresIn is { } lives ? Instant.Text(now + lives) : null,
            token.RetryIn is { } wait ? Instant.Text(now + wait) : null,
            token.IsProtected);
    }
}
