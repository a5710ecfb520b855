using LinqToDB.Mapping;

namespace Lti.Storage.PostgreSql.Internal.Administration;

[Table("sessions")]
internal sealed class SessionRow
{
    [Column("id"), PrimaryKey]
    public Guid Id { get; init; }

    /// <summary>The document; only <see cref="SessionFunctions"/> look into it, on the server.</summary>
    [Column("data", DataType = LinqToDB.DataType.BinaryJson), NotNull]
    public string Data { get; init; } = "";

    [Column("expires_at")]
    public DateTimeOffset ExpiresAt { get; init; }
}
