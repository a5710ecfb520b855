namespace Lti.Storage.PostgreSqlServer;

/// <summary>A standby, as its primary knows it.</summary>
public sealed class StandbyOptions
{
    /// <summary>Its <c>application_name</c> at the primary. Default: <c>standby</c>.</summary>
    public string Name { get; init; } = "standby";

    /// <summary>Whether the primary's commits wait for it (<c>synchronous_standby_names</c>). Default: they do.</summary>
    public bool Synchronous { get; init; } = true;
}
