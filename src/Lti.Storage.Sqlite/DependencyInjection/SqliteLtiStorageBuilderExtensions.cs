using System.Runtime.Versioning;
using Lti.Storage;
using Lti.Storage.Internal;
using Lti.Storage.Sqlite;
using Lti.Storage.Sqlite.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the SQLite provider.</summary>
[UnsupportedOSPlatform("browser")]
public static class SqliteLtiStorageBuilderExtensions
{
    /// <summary>Uses the SQLite file of options that are set elsewhere.</summary>
    /// <remarks>
    /// For example by <c>services.Configure&lt;SqliteStorageOptions&gt;(configuration.GetSection("Lti"))</c>. The options of a named
    /// storage have its name: <c>Configure&lt;SqliteStorageOptions&gt;("north", section)</c>. The host does not start if they name no file.
    /// It throws an <see cref="OptionsValidationException"/>.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UseSqlite(this LtiStorageBuilder builder) => builder.UseSqlite(static (SqliteStorageOptions _) => { });

    /// <summary>Uses the SQLite file of a connection string.</summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="connectionString">The connection string, such as <c>Data Source=lti.db</c>.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UseSqlite(this LtiStorageBuilder builder, string connectionString)
        => builder.UseSqlite(options => options.ConnectionString = connectionString);

    /// <summary>Uses an SQLite file.</summary>
    /// <remarks>
    /// The options are checked when the host starts. Then the file is created, checked or migrated as <see
    /// cref="LtiStorageOptions.SchemaOnStart"/> says, before the host reports ready. The clock and the log come from the container if it
    /// has them.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UseSqlite(this LtiStorageBuilder builder, Action<SqliteStorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        // The options are not validated on start by themselves because a test may have replaced the storage. The start creates the
        // registered one.
        builder.Services.AddOptions<SqliteStorageOptions>(builder.Name).Configure(configure);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<SqliteStorageOptions>, SqliteStorageOptionsValidator>());
        return builder.UseProvider(services => new SqliteLtiStorage(
            services.GetNamedOptions<SqliteStorageOptions>(builder.Name),
            services.GetNamedOptions<LtiStorageOptions>(builder.Name),
            services.GetService<TimeProvider>(),
            services.GetService<ILoggerFactory>()));
    }
}
