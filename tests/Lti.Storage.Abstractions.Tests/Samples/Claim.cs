namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Spells out the names of claims, so that a misspelling in the library shows.</summary>
internal static class Claim
{
    public const string DeploymentId = "https://purl.imsglobal.org/spec/lti/claim/deployment_id";
    public const string MessageType = "https://purl.imsglobal.org/spec/lti/claim/message_type";
    public const string Version = "https://purl.imsglobal.org/spec/lti/claim/version";
    public const string LaunchPresentation = "https://purl.imsglobal.org/spec/lti/claim/launch_presentation";
    public const string TargetLinkUri = "https://purl.imsglobal.org/spec/lti/claim/target_link_uri";
    public const string Roles = "https://purl.imsglobal.org/spec/lti/claim/roles";
    public const string Context = "https://purl.imsglobal.org/spec/lti/claim/context";
    public const string ToolPlatform = "https://purl.imsglobal.org/spec/lti/claim/tool_platform";
    public const string ResourceLink = "https://purl.imsglobal.org/spec/lti/claim/resource_link";
    public const string Custom = "https://purl.imsglobal.org/spec/lti/claim/custom";
    public const string Ags = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint";
    public const string Nrps = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice";
    public const string DeepLinking = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings";
}
