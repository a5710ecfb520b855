using Lti.Storage.PostgreSql.Internal.Secrecy;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Builds the pool out of settings that <see cref="ConnectionRules"/> made.</summary>
internal static class DataSources
{
    public static ConnectionSource Create(NpgsqlConnectionStringBuilder settings, ILoggerFactory? loggerFactory)
    {
        var source = new NpgsqlDataSourceBuilder(settings.ConnectionString)
        {
            // Without a name of its own a data source goes by its connection string, in every trace and metric (rule E8).
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

        // Npgsql refuses the keyword where there is one host, though its data source for several can check one as well, as libpq does.
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
