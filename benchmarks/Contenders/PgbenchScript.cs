namespace Lti.Storage.Benchmarks;

/// <summary>
/// The statements of <see cref="NpgsqlStatements"/> as a transaction script of pgbench. It can only count, so what a program would put together as
/// text before it calls is put together in the statement.
/// </summary>
/// <param name="Text">The script.</param>
/// <param name="NeedsNonces">Whether its nonces have to be stored before.</param>
internal sealed record PgbenchScript(string Text, bool NeedsNonces = false)
{
    /// <summary>The nonce of a client's n-th call in a run, as likely anywhere in the index as another.</summary>
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

    /// <summary>A script of one statement, with its parameters as expressions.</summary>
    public static PgbenchScript Of(string statement, params ReadOnlySpan<string> parameters) => new PgbenchScript(_variables).Then(statement, parameters);

    /// <summary>A further statement in the same transaction script, which commits for itself.</summary>
    public PgbenchScript Then(string statement, params ReadOnlySpan<string> parameters)
    {
        for (var i = parameters.Length; i > 0; i--)
        {
            statement = statement.Replace($"${i}", $"({parameters[i - 1]})", StringComparison.Ordinal);
        }

        return this with { Text = $"{Text}{statement.ReplaceLineEndings(" ")};\n" };
    }

    /// <summary>The variable of a piece of the session's document, counted from 0: a program's argument can't hold a large one.</summary>
    public static string DocumentPiece(int number) => $"document{number}";

    /// <summary>The script for a document in so many pieces, which the server puts together; one that is whole is sent as it is.</summary>
    public PgbenchScript WithDocumentOf(int pieces) => pieces == 1 ? this : this with
    {
        Text = Text.Replace(Document, $"({string.Join(" || ", Enumerable.Range(0, pieces).Select(i => $":{DocumentPiece(i)}::text"))})::jsonb", StringComparison.Ordinal),
    };
}
