namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>The launch payloads of this project, each modelled on what one platform sends, with the document that has to come of it.</summary>
internal static class Payload
{
    public static TheoryData<string> Names { get; } =
    [
        "canvas-assignment",
        "moodle-activity",
        "moodle-deep-linking",
        "blackboard-deep-linking",
        "brightspace-quicklink",
        "schoology-required-claims",
        "sakai-lesson",
    ];

    /// <summary>The claims, as they stand in the file.</summary>
    public static byte[] Claims(string name) => Read($"{name}.claims.json");

    /// <summary>The stored document without <c>jwtPayload</c>, written by hand.</summary>
    public static byte[] Document(string name) => Read($"{name}.session.json");

    public static byte[] OpenIdConfiguration => Read("moodle-openid-configuration.json");

    public static LtiSession Session(string name)
        => LtiSession.FromClaims(Claims(name), name == "brightspace-quicklink" ? "6c1b0e54-0000-4000-8000-00000000000b" : null);

    private static byte[] Read(string file)
    {
        using var stream = typeof(Payload).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded. Put it into Payloads.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
