using Lti.Storage.PostgreSql.Internal.Secrecy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Creates the pool from settings of <see cref="ConnectionRules"/>.</summary>
internal static class DataSources
{
    /// <summary>Builds a pool once without a connection, because Npgsql reads some values only then.</summary>
    /// <exception cref="ArgumentException">Npgsql can't use the settings. The message quotes no part of them.</exception>
    public static void Check(NpgsqlConnectionStringBuilder settings)
    {
        try
        {
            using var source = Create(settings, loggerFactory: null);
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Npgsql documents no list of these errors, and their messages quote the text. So all become the same error.
        }

        throw Refused.Text("Npgsql can't use the connection string. Correct its hosts, ports and settings. Write name or name:port, "
            + "several with a comma between them, an IPv6 address with a port in brackets.");
    }

    public static ConnectionSource Create(NpgsqlConnectionStringBuilder settings, ILoggerFactory? loggerFactory)
    {
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString)
        {
            // A data source without a name shows its connection string in every trace and metric (rule E8).
            Name = string.IsNullOrEmpty(settings.ApplicationName) ? ConnectionRules.DefaultApplicationName : settings.ApplicationName,
        };
        if (loggerFactory is not null)
        {
            source.UseLoggerFactory(new DiscreetLoggerFactory(loggerFactory));
        }

        source.EnableParameterLogging(false);
        SpanRedaction.Apply(source);
        if (Target(settings.TargetSessionAttributes) is not { } target)
        {
            var any = source.Build();
            return ConnectionSource.Own(any, any as NpgsqlMultiHostDataSource);
        }

        // Npgsql refuses the keyword for one host. Its data source for several hosts can check one host as libpq does.
        source.ConnectionStringBuilder.TargetSessionAttributes = null;
        var hosts = source.BuildMultiHost();
        return ConnectionSource.Own(hosts.WithTargetSession(target), hosts);
    }

    private static TargetSessionAttributes? Target(string? text) => text switch
    {
        null or "any" => null,
        _ => Enum.Parse<TargetSessionAttributes>(text.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
    };
}
