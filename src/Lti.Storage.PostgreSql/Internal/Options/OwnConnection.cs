using Lti.Storage.PostgreSql.Internal.Connections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Options;

/// <summary>Creates the settings of the storage's own pool.</summary>
internal static class OwnConnection
{
    /// <exception cref="ArgumentException">The text can't be used. The message shows no secret.</exception>
    public static NpgsqlConnectionStringBuilder Settings(PostgreSqlStorageOptions options, ILogger logger) => ConnectionRules.Apply(
        ConnectionText.Parse(options.ConnectionString!, Environment.GetEnvironmentVariable),
        new ConnectionChoices
        {
            MaxPoolSize = options.MaxPoolSize,
            IdleConnectionLifetime = options.IdleConnectionLifetime,
            CommandTimeout = options.CommandTimeout,
            PrepareStatements = options.PrepareStatements,
            IsServerless = options.IsServerless,
        },
        Environment.GetEnvironmentVariable,
        logger);
}
