namespace Lti.Storage.Cli.Copying;

/// <summary>A table that is copied, with its statements for each kind of database.</summary>
/// <param name="Name">The name in the output.</param>
/// <param name="Columns">The types of the values in the order of each statement. The first column is the key.</param>
/// <param name="Cursor">The positions of the values by which pages are ordered and SQLite finds a row.</param>
/// <param name="Expiry">The position of the expiry; null if rows do not expire.</param>
/// <param name="PostgreSql">The statements for PostgreSQL.</param>
/// <param name="Sqlite">The statements for SQLite.</param>
/// <param name="IsRing">
/// Whether the rows are a ring of keys. A ring is copied in one transaction, and a target never has rows of two rings (rule T1).
/// </param>
internal sealed record CopiedTable(
    string Name,
    IReadOnlyList<ColumnKind> Columns,
    IReadOnlyList<int> Cursor,
    int? Expiry,
    TableStatements PostgreSql,
    TableStatements Sqlite,
    bool IsRing = false)
{
    private const int RowsInBatch = 200;

    /// <summary>The most rows of a page or a batch. A ring gets few keys in a year.</summary>
    public int PageSize => IsRing ? int.MaxValue : RowsInBatch;

    /// <summary>All tables, each after those that it refers to.</summary>
    public static IReadOnlyList<CopiedTable> All { get; } =
    [
        new(
            "clients",
            [
                ColumnKind.Id, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text,
                ColumnKind.Text, ColumnKind.Flag,
            ],
            Cursor: [0],
            Expiry: null,
            PostgreSqlStatements.Clients,
            SqliteStatements.Clients),
        new(
            "deployments",
            [ColumnKind.Id, ColumnKind.Id, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text, ColumnKind.Text],
            Cursor: [1, 0],
            Expiry: null,
            PostgreSqlStatements.Deployments,
            SqliteStatements.Deployments),
        new(
            "sessions",
            [ColumnKind.Id, ColumnKind.Document, ColumnKind.Time],
            Cursor: [0],
            Expiry: 2,
            PostgreSqlStatements.Sessions,
            SqliteStatements.Sessions),
        new(
            "registrationSessions",
            [ColumnKind.Id, ColumnKind.Document, ColumnKind.Time],
            Cursor: [0],
            Expiry: 2,
            PostgreSqlStatements.RegistrationSessions,
            SqliteStatements.RegistrationSessions),
        new(
            "nonces",
            [ColumnKind.Text, ColumnKind.Flag, ColumnKind.Text, ColumnKind.Document, ColumnKind.Time],
            Cursor: [0],
            Expiry: 4,
            PostgreSqlStatements.Nonces,
            SqliteStatements.Nonces),

        // The keys come last: a copy that ends early leaves no key in the target.
        new(
            "toolKeys",
            [
                ColumnKind.Number, ColumnKind.Text, ColumnKind.Time, ColumnKind.Time, ColumnKind.Bytes, ColumnKind.Bytes, ColumnKind.Flag,
            ],
            Cursor: [0],
            Expiry: null,
            PostgreSqlStatements.ToolKeys,
            SqliteStatements.ToolKeys,
            IsRing: true),
    ];

    /// <summary>Returns whether a row has expired at an instant.</summary>
    public bool HasExpired(CopiedRow row, DateTimeOffset now) => Expiry is { } column && (DateTimeOffset)row.Values[column]! <= now;
}
