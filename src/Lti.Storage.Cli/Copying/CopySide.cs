using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Schema;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Cli.Copying;

/// <summary>One of the two databases of a copy.</summary>
internal sealed class CopySide : IAsyncDisposable
{
    private readonly IDatabase _database;
    private readonly bool _isTarget;

    /// <param name="run">The run.</param>
    /// <param name="choice">The connection string and its option.</param>
    /// <param name="schema">The schema that the operator gave for PostgreSQL, or null.</param>
    /// <param name="isTarget">Whether the copy writes to it.</param>
    /// <exception cref="UnusableException">The connection string can't be used.</exception>
    public CopySide(CommandRun run, ConnectionChoice choice, string? schema, bool isTarget)
    {
        // One --schema may be meant for the other database, which is PostgreSQL.
        schema = SqliteText.Names(choice.Text, run.Host.Folder) ? null : schema;
        _isTarget = isTarget;
        Title = Database.Describe(choice, run.Host);
        TitleWithSchema = Database.DescribeWithSchema(choice, schema, run.Host);
        try
        {
            _database = Database.Open(run, choice, schema);
        }
        catch (OptionsValidationException e) when (!Failure.IsOfSchema(e))
        {
            throw UnusableException.Create(Title, LibraryMessage.InToolWords(e.Message), e);
        }
    }

    /// <summary>The database and the option that names it, in the middle of a sentence.</summary>
    public string Title { get; }

    /// <summary>The same with the schema of PostgreSQL.</summary>
    public string TitleWithSchema { get; }

    /// <summary>Returns whether both sides have the same address. One database may have two addresses.</summary>
    public bool IsSameAs(CopySide other)
        => TitleWithSchema.Replace(" (from --from)", "", StringComparison.Ordinal)
            == other.TitleWithSchema.Replace(" (from --to)", "", StringComparison.Ordinal);

    /// <summary>Requires the tables that this tool knows. A newer schema may have columns that a copy would lose.</summary>
    /// <exception cref="UnusableException">The tables are older or newer, or the database can't be read.</exception>
    public async Task RequireTablesAsync(CancellationToken cancellationToken)
    {
        SchemaStatus status;
        try
        {
            status = await _database.Schema.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (LtiStorageException e)
        {
            throw UnusableException.Create(Title, LibraryMessage.InToolWords(e.Message), e);
        }

        if (status.Version != status.KnownVersion || status.MissingVersions.Count > 0)
        {
            var advice = status.Version > status.KnownVersion ? "Update lti-storage." : "Run lti-storage migrate on it.";
            throw UnusableException.Create(Title, $"{SchemaSentence.Of(_database.SchemaTitle, status)} {advice}");
        }
    }

    public ICopyEnd Open() => _database is SqliteDatabase file
        ? new SqliteEnd(file, _isTarget, Title)
        : new PostgreSqlEnd((PostgreSqlDatabase)_database, Title);

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
