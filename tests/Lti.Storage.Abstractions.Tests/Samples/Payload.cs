namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Reads the launch payloads of this project. Each models one platform and has its expected document.</summary>
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

    /// <summary>Reads the claims of a payload.</summary>
    public static byte[] Claims(string name) => Read($"{name}.claims.json");

    /// <summary>Reads the expected stored document without <c>jwtPayload</c>. It was written by hand.</summary>
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
