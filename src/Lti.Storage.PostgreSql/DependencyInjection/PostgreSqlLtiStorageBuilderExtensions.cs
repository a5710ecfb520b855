using System.Runtime.Versioning;
using Lti.Storage;
using Lti.Storage.Internal;
using Lti.Storage.PostgreSql;
using Lti.Storage.PostgreSql.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the PostgreSQL provider.</summary>
[UnsupportedOSPlatform("browser")]
public static class PostgreSqlLtiStorageBuilderExtensions
{
    /// <summary>Uses the PostgreSQL database of options that are set elsewhere.</summary>
    /// <remarks>
    /// For example by <c>services.Configure&lt;PostgreSqlStorageOptions&gt;(configuration.GetSection("Lti"))</c>. The options of a named
    /// storage have its name: <c>Configure&lt;PostgreSqlStorageOptions&gt;("north", section)</c>.
    /// The host does not start if they name neither a connection string nor a data source. It throws an
    /// <see cref="OptionsValidationException"/>.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder)
        => builder.UsePostgreSql(static (PostgreSqlStorageOptions _) => { });

    /// <summary>Uses the PostgreSQL database of a connection string.</summary>
    /// <remarks>
    /// The host does not start with an invalid one. It throws an <see cref="OptionsValidationException"/> that shows no password.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="connectionString">A connection string in Npgsql's form, or a <c>postgresql://</c> or <c>postgres://</c> URI.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder, string connectionString)
        => builder.UsePostgreSql(options =>
        {
            options.ConnectionString = connectionString;
            options.DataSource = null;
        });

    /// <summary>Uses the PostgreSQL database of the application's data source, which the application disposes.</summary>
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

    /// <summary>Uses a PostgreSQL database.</summary>
    /// <remarks>
    /// The options are checked when the host starts. Then the schema is checked or migrated as <see
    /// cref="LtiStorageOptions.SchemaOnStart"/> says, before the host reports ready. The clock and the log come from the container if it
    /// has them.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UsePostgreSql(this LtiStorageBuilder builder, Action<PostgreSqlStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        // The options are not validated on start by themselves because a test may have replaced the storage. The start creates the
        // registered one.
        builder.Services.AddOptions<PostgreSqlStorageOptions>(builder.Name).Configure(configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStorageOptions>, PostgreSqlStorageOptionsValidator>());
        return builder.UseProvider(services => new PostgreSqlLtiStorage(
            services.GetNamedOptions<PostgreSqlStorageOptions>(builder.Name),
            services.GetNamedOptions<LtiStorageOptions>(builder.Name),
            services.GetService<TimeProvider>(),
            services.GetService<ILoggerFactory>()));
    }
}
