namespace Lti.Storage.PostgreSql.Internal.Startup;

/// <summary>The storage that the container made, if this provider is still the chosen one: a test may have put another in its place.</summary>
internal sealed class ChosenStorage
{
    public PostgreSqlLtiStorage? Storage { get; set; }
}
