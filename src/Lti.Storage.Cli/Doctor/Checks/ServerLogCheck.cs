namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>Checks that the server's log gets no parameter values: nonces, sessions and personal data.</summary>
internal sealed class ServerLogCheck : ICheck<ExaminedDatabase>
{
    public string Name => "server log";

    public bool NeedsTables => false;

    public async Task<IReadOnlyList<Finding>> FindAsync(ExaminedDatabase database, CancellationToken cancellationToken)
    {
        var (logsErrors, logsStatements, logsPlans) = await database.ReadOneAsync(
            """
            SELECT current_setting('log_parameter_max_length_on_error') <> '0',
                current_setting('log_parameter_max_length') <> '0' AND (
                    current_setting('log_statement') IN ('mod', 'all')
                    OR current_setting('log_min_duration_statement') <> '-1'
                    OR (current_setting('log_min_duration_sample') <> '-1' AND current_setting('log_statement_sample_rate')::float8 > 0)
                    OR current_setting('log_transaction_sample_rate')::float8 > 0),
                coalesce(current_setting('auto_explain.log_min_duration', true), '-1') <> '-1'
                    AND coalesce(current_setting('auto_explain.log_parameter_max_length', true), '-1') <> '0'
            """,
            row => (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)),
            cancellationToken).ConfigureAwait(false);
        List<Finding> findings = [];
        if (logsErrors)
        {
            findings.Add(Warning("log_parameter_max_length_on_error is not 0: after an error", "log_parameter_max_length_on_error"));
        }

        if (logsStatements)
        {
            findings.Add(Warning("Statements are logged, and log_parameter_max_length is not 0:", "log_parameter_max_length"));
        }

        if (logsPlans)
        {
            findings.Add(Warning(
                "auto_explain logs plans, and auto_explain.log_parameter_max_length is not 0:", "auto_explain.log_parameter_max_length"));
        }

        return findings.Count == 0 ? [Finding.Ok("The server's log gets no parameter values.")] : findings;
    }

    private static Finding Warning(string reason, string setting) => Finding.Warning(
        $"{reason} the server's log gets parameter values, which are nonces, sessions and personal data.",
        $"Set {setting} = 0 in postgresql.conf, or as a superuser: ALTER ROLE … SET {setting} = 0.");
}
