// For people who look. A real tool names its database in one setting.
namespace QuickStart;

/// <summary>Chooses the storage: PostgreSQL or SQLite as the configuration says, or else memory or a file of the sample's own.</summary>
internal sealed class StorageChoice
{
    /// <summary>The argument for a storage in memory, and its setting.</summary>
    public const string Memory = "memory";

    private const string OwnFile = "quickstart.db";

    private readonly string? _database;

    private StorageChoice(string? database) => _database = database;

    // Pages show the kind of storage and nothing of the connection string.
    public string Name => _database is null ? "the memory of this program. It is lost when the program ends"
        : IsFile ? "an SQLite file"
        : "PostgreSQL";

    /// <summary>The path of the sample's own file; null if the configuration chose another storage.</summary>
    public string? Path { get; private init; }

    private bool IsFile => _database!.StartsWith("Data Source=", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the connection string <c>Lti</c> first and <c>DATABASE_URL</c> second. Without one the storage is in memory.</summary>
    /// <remarks>A blank value counts as absent.</remarks>
    public static StorageChoice Of(IConfiguration configuration)
        => new(NotBlank(configuration.GetConnectionString("Lti")) ?? NotBlank(configuration["DATABASE_URL"]));

    /// <summary>Makes the same choice, but without a connection string the storage is a file in a folder.</summary>
    public static StorageChoice Of(IConfiguration configuration, string folder)
    {
        var given = Of(configuration);
        if (given._database is not null || configuration.GetValue<bool>(Memory))
        {
            return given;
        }

        var path = System.IO.Path.Combine(folder, OwnFile);
        return new StorageChoice($"Data Source={path}") { Path = path };
    }

    public LtiStorageBuilder AddTo(LtiStorageBuilder builder) => _database is null ? builder.UseInMemory()
        : IsFile ? builder.UseSqlite(_database)
        : builder.UsePostgreSql(_database);

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
