namespace Lti.Storage.PostgreSqlServer;

/// <summary>Configures a standby.</summary>
public sealed class StandbyOptions
{
    /// <summary>Gets the standby's <c>application_name</c> at the primary. Default: <c>standby</c>.</summary>
    public string Name { get; init; } = "standby";

    /// <summary>Gets whether the primary's commits wait for the standby (<c>synchronous_standby_names</c>). Default: true.</summary>
    public bool Synchronous { get; init; } = true;
}
