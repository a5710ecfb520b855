using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Warns of settings of the server or the database user under which less is promised. Nothing fails by them.</summary>
internal sealed class SessionSettings(ConnectionPool pool, bool isOwnPool, ILogger logger)
{
    private const string Messages = "client_min_messages";
    private const string Parameters = "log_parameter_max_length_on_error";

    public async Task WarnAsync(CancellationToken cancellationToken)
    {
        var connection = await pool.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                Warn(await ReadAsync(connection, Messages).ConfigureAwait(false), await ReadAsync(connection, Parameters).ConfigureAwait(false));
            }
            catch (Exception e) when (Failure.AfterSending(e) is not null)
            {
                // It is advice: another engine may not know the settings.
            }
        }
    }

    private void Warn(string? messages, string? parameters)
    {
        if (messages == "error")
        {
            logger.RiskySetting(
                Messages,
                messages,
                "the server tells nothing of a commit that no standby has confirmed, so a change of a client or session may be lost that was reported as done. "
                    + "ALTER ROLE … SET client_min_messages = warning.");
        }

        // The storage's own pool keeps them out of traces and logs.
        if (!isOwnPool && parameters is not (null or "0"))
        {
            logger.RiskySetting(
                Parameters,
                parameters,
                "the server quotes nonces and sessions in its errors, and Npgsql puts these into traces and logs of your data source. Add "
                    + "Options=-c log_parameter_max_length_on_error=0 to its connection string.");
        }
    }

    private static async Task<string?> ReadAsync(NpgsqlConnection connection, string name)
    {
        var command = new NpgsqlCommand("SELECT current_setting($1, true)", connection);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddText(name);
            return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) as string;
        }
    }
}
