// For people who look. A real tool names its database in one setting and does not fall back to memory.
namespace QuickStart;

/// <summary>Chooses PostgreSQL when the configuration names a database and memory otherwise.</summary>
internal sealed class StorageChoice
{
    private readonly string? _database;

    private StorageChoice(string? database) => _database = database;

    // Pages show the kind of storage and nothing of the connection string.
    public string Name => _database is null ? "the memory of this program. It is lost when the program ends" : "PostgreSQL";

    /// <summary>Reads the connection string <c>Lti</c> first and <c>DATABASE_URL</c> second. A blank value counts as absent.</summary>
    public static StorageChoice Of(IConfiguration configuration)
        => new(NotBlank(configuration.GetConnectionString("Lti")) ?? NotBlank(configuration["DATABASE_URL"]));

    public LtiStorageBuilder AddTo(LtiStorageBuilder builder) => _database is null ? builder.UseInMemory() : builder.UsePostgreSql(_database);

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
