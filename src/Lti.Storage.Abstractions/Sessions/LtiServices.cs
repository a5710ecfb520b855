namespace Lti.Storage;

/// <summary>Lists the platform's services that this launch names.</summary>
/// <remarks>
/// A service may come without an address. <see cref="LtiSession.IsAssignmentAndGradesAvailable"/> and its neighbours tell whether the tool
/// can call it.
/// </remarks>
public sealed record LtiServices
{
    /// <summary>Assignment and Grade Services 2.0. Null if not offered.</summary>
    public LtiAssignmentAndGradeServices? Ags { get; init; }

    /// <summary>Names and Role Provisioning Services 2.0. Null if not offered.</summary>
    public LtiNamesAndRolesService? Nrps { get; init; }

    /// <summary>Deep Linking 2.0. Null if this is not a deep linking request.</summary>
    public LtiDeepLinkingSettings? DeepLinking { get; init; }
}
