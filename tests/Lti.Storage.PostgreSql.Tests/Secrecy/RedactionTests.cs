using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Internal.Secrecy;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Secrecy;

/// <summary>Checks that exceptions leave out the values that the server quotes and keep the rest (rule E8).</summary>
public sealed class RedactionTests
{
    private const string Secret = "hunter2";

    [Theory, Rule("E8")]
    [InlineData("53200", "pl_exec.c", null)]
    [InlineData("22P02", "numutils.c", null)]
    [InlineData("P0001", null, null)]
    [InlineData("42601", "scan.l", Secret)]
    [InlineData("23514", "execMain.c", null)]
    public void Message_that_may_quote_a_value_is_withheld(string sqlState, string? file, string? internalQuery)
    {
        var error = new PostgresException($"about {Secret}", "ERROR", "ERROR", sqlState, internalQuery: internalQuery, file: file);

        var redacted = Assert.IsType<PostgresException>(error.Redacted());

        Assert.DoesNotContain(Secret, ThrownText.Of(redacted), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, ServerText.Sentence(error), StringComparison.Ordinal);
        Assert.Equal(Redaction.Withheld, redacted.MessageText);
    }

    [Fact, Rule("E8")]
    public void Names_state_place_and_stack_are_kept()
    {
        var thrown = Assert.Throws<PostgresException>(() => Throw(new PostgresException(
            Secret, "FEHLER", "ERROR", "23514", detail: Secret, hint: Secret, position: 7, internalPosition: 3, internalQuery: Secret, where: Secret,
            schemaName: "lti", tableName: "sessions", columnName: "data", dataTypeName: "jsonb", constraintName: "small", file: "execMain.c", line: "12",
            routine: "ExecConstraints")));

        var redacted = (PostgresException)thrown.Redacted();

        Assert.DoesNotContain(Secret, ThrownText.Of(redacted), StringComparison.Ordinal);
        Assert.Equal(
            ("FEHLER", "ERROR", "23514", 7, "lti", "sessions", "data", "jsonb", "small", "execMain.c", "12", "ExecConstraints"),
            (redacted.Severity, redacted.InvariantSeverity, redacted.SqlState, redacted.Position, redacted.SchemaName, redacted.TableName,
                redacted.ColumnName, redacted.DataTypeName, redacted.ConstraintName, redacted.File, redacted.Line, redacted.Routine));
        Assert.Contains(nameof(Throw), redacted.StackTrace, StringComparison.Ordinal);
    }

    [Fact, Rule("E8")]
    public void Every_exception_of_a_chain_is_redacted_and_a_chain_without_values_is_unchanged()
    {
        var quoting = new PostgresException("text", "ERROR", "ERROR", "53200", where: Secret);
        var plain = new NpgsqlException("no host", new AggregateException(new PostgresException("text", "ERROR", "ERROR", "53200"), new TimeoutException()));

        Exception[] chains =
        [
            new NpgsqlException("no host", new AggregateException(new TimeoutException(), quoting)),
            new NpgsqlException("no host", quoting),
            new InvalidOperationException(Secret, quoting),
        ];

        Assert.All(chains, chain => Assert.DoesNotContain(Secret, ThrownText.Of(chain.Redacted()), StringComparison.Ordinal));
        Assert.IsType<NpgsqlException>(chains[0].Redacted());
        Assert.Same(plain, plain.Redacted());
    }

    [Theory]
    [InlineData("58P01", "could not access file \"x\": No such file", " The server says: could not access file \"x\": No such file.")]
    [InlineData("53300", "too many connections for role \"bob\"", " The server says: too many connections for role ….")]
    [InlineData("28000", "no pg_hba.conf entry for host \"::1\", user \"bob\", no encryption", " The server says: no pg_hba.conf entry for host …, user …, no encryption.")]
    [InlineData("28000", "Rolle »bob« existiert nicht", " The server says: Rolle … existiert nicht.")]
    [InlineData("XX000", "a\r\nb\u001b[31m\u202e.", " The server says: a  b [31m.")]
    [InlineData("40001", "could not serialize", "")]
    [InlineData("22P02", "hunter2", "")]
    public void Server_message_becomes_one_line_without_users(string sqlState, string message, string sentence)
        => Assert.Equal(sentence, ServerText.Sentence(new PostgresException(message, "ERROR", "ERROR", sqlState)));

    [Fact]
    public void Long_message_is_cut_off()
        => Assert.InRange(ServerText.Sentence(new PostgresException(new string('x', 9000), "ERROR", "ERROR", "58000")).Length, 300, 330);

    private static void Throw(Exception e) => throw e;
}
