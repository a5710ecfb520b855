namespace Lti.Storage.Benchmarks;

/// <summary>A pgbench script with the statements of <see cref="NpgsqlStatements"/>.</summary>
/// <remarks>pgbench can't build text, so that the statements build their parameters themselves.</remarks>
/// <param name="Text">The script.</param>
/// <param name="NeedsNonces">Whether the nonces must be stored before the script runs.</param>
internal sealed record PgbenchScript(string Text, bool NeedsNonces = false)
{
    /// <summary>The nonce of a client's n-th call. The hash spreads nonces evenly over the index.</summary>
    public const string Nonce = "encode(sha256(convert_to(:run || '-' || :client_id || '-' || :call, 'UTF8')), 'hex')";

    public const string Issuer = $"'{Payload.Issuer}'";
    public const string ClientId = "'client-' || :client";
    public const string DeploymentId = $"'{LtiDeployment.DefaultDeploymentId}'";
    public const string SessionId = $"md5('{Stock.SessionText}' || :session)::uuid";
    public const string NewSessionId = "gen_random_uuid()";
    public const string Document = ":document0::jsonb";
    public const string Lifetime = "3600000000::bigint";

    private static readonly string _variables =
        $"\\set call :call + 1\n\\set client random(1, {Stock.ActiveClients})\n\\set session random(1, {Stock.ActiveSessions})\n";

    /// <summary>Creates a script of one statement. Its parameters are SQL expressions.</summary>
    public static PgbenchScript Of(string statement, params ReadOnlySpan<string> parameters) => new PgbenchScript(_variables).Then(statement, parameters);

    /// <summary>Adds a statement that commits on its own.</summary>
    public PgbenchScript Then(string statement, params ReadOnlySpan<string> parameters)
    {
        for (var i = parameters.Length; i > 0; i--)
        {
            statement = statement.Replace($"${i}", $"({parameters[i - 1]})", StringComparison.Ordinal);
        }

        return this with { Text = $"{Text}{statement.ReplaceLineEndings(" ")};\n" };
    }

    /// <summary>Gets the variable of a piece of the document, counted from 0. An argument is too small for a large document.</summary>
    public static string DocumentPiece(int number) => $"document{number}";

    /// <summary>Creates the script for a document in pieces. The server joins several pieces.</summary>
    public PgbenchScript WithDocumentOf(int pieces) => pieces == 1 ? this : this with
    {
        Text = Text.Replace(Document, $"({string.Join(" || ", Enumerable.Range(0, pieces).Select(i => $":{DocumentPiece(i)}::text"))})::jsonb", StringComparison.Ordinal),
    };
}
