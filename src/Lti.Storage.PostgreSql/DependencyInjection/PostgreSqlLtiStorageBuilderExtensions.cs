using System.Runtime.Versioning;
using Lti.Storage;
using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSql.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the PostgreSQL provider.</summary>
[UnsupportedOSPlatform("browser")]
public static class PostgreSqlLtiStorageBuilderExtensions
{
    /// <summary>
    /// Stores in a PostgreSQL database whose options are set elsewhere, for example by
    /// <c>services.Configure&lt;PostgreSqlStorageOptions&gt;(configuration.GetSection("Lti"))</c>.
    /// </summary>
    /// <remarks>
    /// Options that name neither a connection string nor a data source end the start of the host with an <see cref="OptionsValidationException"/>.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder) => builder.UsePostgreSql(static (PostgreSqlStorageOptions _) => { });

    /// <summary>
    /// Stores in the PostgreSQL database that a connection string names. One that can't be used ends the start of the host with an
    /// <see cref="OptionsValidationException"/> that shows no password.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="connectionString">A connection string in Npgsql's form, or a <c>postgresql://</c> or <c>postgres://</c> URI.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder, string connectionString)
        => builder.UsePostgreSql(options =>
        {
            options.ConnectionString = connectionString;
            options.DataSource = null;
        });

    /// <summary>Stores in the PostgreSQL database of a data source of the application's own, which the application disposes.</summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="dataSource">The data source.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder, NpgsqlDataSource dataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        return builder.UsePostgreSql(options =>
        {
            options.DataSource = dataSource;
            options.ConnectionString = null;
        });
    }

    /// <summary>
    /// Stores in a PostgreSQL database. The options are checked when the host starts; then, before the host reports ready, the database's schema is
    /// checked or migrated, as <see cref="LtiStorageOptions.SchemaOnStart"/> says. The clock and the log are the container's, if it has them.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder, Action<PostgreSqlStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        // Not validated on start by itself: a test may have put another provider in its place, and a start makes the storage that is chosen.
        builder.Services.AddOptions<PostgreSqlStorageOptions>().Configure(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStorageOptions>, PostgreSqlStorageOptionsValidator>());
        return builder.UseProvider(static services => new PostgreSqlLtiStorage(
            services.GetRequiredService<IOptions<PostgreSqlStorageOptions>>().Value,
            services.GetRequiredService<IOptions<LtiStorageOptions>>().Value,
            services.GetService<TimeProvider>(),
            services.GetService<ILoggerFactory>()));
    }
}
