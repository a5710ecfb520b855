using LinqToDB.Mapping;

namespace Lti.Storage.PostgreSql.Internal.Sessions;

[Table("sessions")]
internal sealed class SessionRow
{
    [Column("id"), PrimaryKey]
    public Guid Id { get; init; }

    /// <summary>The document, which only <see cref="SessionFunctions"/> read, on the server.</summary>
    [Column("data", DataType = LinqToDB.DataType.BinaryJson), NotNull]
    public string Data { get; init; } = "";

    [Column("expires_at")]
    public DateTimeOffset ExpiresAt { get; init; }
}
