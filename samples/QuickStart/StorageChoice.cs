namespace QuickStart;

/// <summary>PostgreSQL where the configuration names a database, else the memory of this process.</summary>
internal sealed class StorageChoice
{
    private readonly string? _database;

    private StorageChoice(string? database) => _database = database;

    /// <summary>For pages: the kind alone, and nothing of the connection string.</summary>
    public string Name => _database is null ? "the memory of this program, lost when it ends" : "PostgreSQL";

    /// <summary>The connection string <c>Lti</c>, which is meant for this program; else <c>DATABASE_URL</c>; else memory. Blank is as good as absent.</summary>
    public static StorageChoice Of(IConfiguration configuration)
        => new(NotBlank(configuration.GetConnectionString("Lti")) ?? NotBlank(configuration["DATABASE_URL"]));

    public LtiStorageBuilder AddTo(LtiStorageBuilder builder) => _database is null ? builder.UseInMemory() : builder.UsePostgreSql(_database);

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
