using Lti.Storage.PostgreSql.Internal.Execution;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>Compares the tables of a schema with the tables that the library needs.</summary>
/// <remarks>
/// It compares keys, indexes, types, lengths and nullability. Missing tables and indexes are no finding because the migrations create
/// them.
/// </remarks>
internal static class TableCheck
{
    /// <summary>The SQLSTATE of <see cref="OrFail"/>. The text of the error has the findings.</summary>
    public const string SqlState = "LT001";

    private const string Resource = "Adoption.sql";
    private const int MostFindings = 10;

    private static readonly Lazy<string> _findings = new(Read);

    /// <summary>Reads the findings in order, one sentence each. Empty if there are none.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, string schema)
    {
        List<string> findings = [];
        var command = new NpgsqlCommand(
            $"SELECT finding FROM ({Findings("$1")}) AS findings WHERE finding IS NOT NULL ORDER BY 1", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddText(schema);
            var reader = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    findings.Add(reader.GetString(0));
                }
            }
        }

        return findings.AsReadOnly();
    }

    /// <summary>Builds a statement that fails with the findings if there are any.</summary>
    /// <param name="schema">The name of the schema, as a literal.</param>
    public static string OrFail(string schema) => $"""
        DO $$
        DECLARE
            findings text[];
        BEGIN
            SELECT array_agg(finding ORDER BY finding) INTO findings
            FROM (
        {Findings(schema)}) AS differences
            WHERE finding IS NOT NULL;
            IF cardinality(findings) > {MostFindings} THEN
                findings := findings[1:{MostFindings}] || format('There are %s more.', cardinality(findings) - {MostFindings});
            END IF;
            IF findings IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = '{SqlState}', MESSAGE = array_to_string(findings, ' ');
            END IF;
        END
        $$;
        """;

    private static string Findings(string schema) => _findings.Value.Replace("{schema}", schema, StringComparison.Ordinal);

    private static string Read()
    {
        using var stream = typeof(TableCheck).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
