using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Warns if the server quotes parameters in its errors.</summary>
/// <remarks>
/// Npgsql's traces and logs of a caller's data source then hold nonces and sessions. The storage's own pool keeps them out, so nothing is
/// checked there.
/// </remarks>
internal sealed class SessionSettings(ConnectionPool pool, bool isOwnPool, ILogger logger)
{
    private const string Parameters = "log_parameter_max_length_on_error";

    public async Task WarnAsync(CancellationToken cancellationToken)
    {
        if (isOwnPool)
        {
            return;
        }

        var connection = await pool.OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            try
            {
                if (await ReadAsync(connection).ConfigureAwait(false) is { } length and not "0")
                {
                    logger.RiskySetting(
                        Parameters,
                        length,
                        "the server quotes nonces and sessions in its errors, and Npgsql puts these into traces and logs of your data "
                            + "source. Add "
                            + "Options=-c log_parameter_max_length_on_error=0 to its connection string.");
                }
            }
            catch (Exception e) when (Failure.AfterSending(e) is not null)
            {
                // The warning is optional, and another engine may not know the setting.
            }
        }
    }

    private static async Task<string?> ReadAsync(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand($"SELECT current_setting('{Parameters}', true)", connection);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) as string;
        }
    }
}
